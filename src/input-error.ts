import { safeText } from './safe-text.ts';

/** Characters that a message may have: what a file or an argument put into it may be as long as it likes. */
const LONGEST = 1000;
/** Of which these are its end, where the mend is. */
const END = 300;

/**
 * Something the caller gave is wrong. The message is one line that names the thing and the mend; the command
 * line prints it and exits 2, without a stack trace. Whatever names and values a message quotes, it stays one line
 * that does not steer a terminal.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(message: string, options?: ErrorOptions) {
    super(asLine(message), options);
  }
}

/** Text as one line of bearable length, fit to print. */
export function asLine(text: string): string {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const line = safeText(lines.join(' ').trim());
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - END - 1)}…${line.slice(-END)}`;
}
