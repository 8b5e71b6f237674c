import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { InputError } from '../input-error.ts';

/** Bytes that come piece by piece, so that a file of gigabytes never lies in memory. */
export type Chunks = Iterable<Uint8Array>;

const CHUNK = 2 ** 20;

/** The bytes [start, end) of a file, a mebibyte at a time. Throws {@link InputError} where it cannot be read. */
export function* fileChunks(path: string, start = 0, end = Number.POSITIVE_INFINITY): Generator<Uint8Array> {
  const file = opened(path);
  try {
    for (let at = start; at < end; ) {
      const chunk = new Uint8Array(Math.min(CHUNK, end - at));
      const length = readSync(file, chunk, 0, chunk.length, at);
      if (length === 0) return;
      at += length;
      yield chunk.subarray(0, length);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    closeSync(file);
  }
}

/** SHA-256 of a file in hexadecimal, read piece by piece. */
export function sha256OfChunks(chunks: Chunks): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  return new InputError(`${path} cannot be read: ${cause.message}`, { cause });
}
