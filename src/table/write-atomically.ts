import { open, rename, rm } from 'node:fs/promises';
import { InputError } from '../input-error.ts';
import { safeText } from '../safe-text.ts';
import { removeLeftOvers, temporaryName } from './temporary-name.ts';

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, synced and then renamed. `-` is the
 * standard output. `chunks` may still read the file that is being replaced. What
 * killed processes left of the same file is removed. Throws {@link InputError} where the folder is missing or may not be written.
 */
export async function writeAtomically(
  path: string,
  chunks: Iterable<Uint8Array>,
  temporary: string = temporaryName(path),
): Promise<void> {
  if (path === '-') {
    for (const chunk of chunks) await toStdout(chunk);
    return;
  }
  await removeLeftOvers(path);
  try {
    const file = await open(temporary, 'w');
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw outputError(path, error);
  }
}

/** A failure to write as an {@link InputError} where the caller can mend it, else as it is. */
export function outputError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new InputError(`${path}: its folder does not exist, create it`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new InputError(`${path}: may not be written, check the permissions or choose another folder`);
  }
  if (code === 'EISDIR') return new InputError(`${path}: is a folder, name a file in it`);
  if (code === 'ENOSPC')
    return new InputError(`${path}: the disk is full, free some space and run the same command again`);
  return error;
}

/** What a file says may not steer the terminal that it is shown on. */
function printable(chunk: Uint8Array): string {
  return Buffer.from(chunk)
    .toString()
    .split(/([\n\t])/)
    .map((part, i) => (i % 2 === 0 ? safeText(part) : part))
    .join('');
}

function toStdout(chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(process.stdout.isTTY ? printable(chunk) : chunk, (error) => {
      // A reader that has seen enough closes the pipe: no failure.
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}
