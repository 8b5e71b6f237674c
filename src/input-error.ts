/**
 * Something the caller gave is wrong. The message is one line that names the thing and the mend; the command
 * line prints it and exits 2, without a stack trace.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
