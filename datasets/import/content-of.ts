import { type Chunks, fileChunks } from '../../src/formats/chunks.ts';
import { gunzip, isGzip } from '../../src/formats/gunzip.ts';
import { InputError } from '../../src/input-error.ts';

const firstBytes = (path: string): Uint8Array => [...fileChunks(path, 0, 2)][0] ?? new Uint8Array(0);

/** The bytes of a file, those that gzip has packed as they were. @throws {InputError} where it cannot be read */
export function contentOf(path: string): Chunks {
  const chunks = fileChunks(path);
  return isGzip(firstBytes(path)) ? gunzip(chunks, path) : chunks;
}

/** An archive is read here and there, which gzip does not allow. @throws {InputError} where it is packed so */
export function requireUnpacked(path: string): string {
  if (isGzip(firstBytes(path)))
    throw new InputError(`${path}: is an archive inside gzip, unpack it first: gunzip -k ${path}`);
  return path;
}
