import { createHash } from 'node:crypto';
import { fileChunks, sha256OfChunks } from '../formats/chunks.ts';

/** SHA-256 in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** SHA-256 of a file's bytes. Throws {@link InputError} where it cannot be read. */
export const sha256OfFile = (path: string): string => sha256OfChunks(fileChunks(path));

/** JSON with the keys of every object in alphabetical order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
