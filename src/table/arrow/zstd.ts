import * as zlib from 'node:zlib';
import { InputError } from '../../input-error.ts';

type Decompress = (input: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

/** Decompresses Zstandard where this Node can (22.15 and up). Throws InputError where it cannot. */
export function zstd(input: Uint8Array, size: number, source: string): Uint8Array {
  const decompress = (zlib as unknown as { zstdDecompressSync?: Decompress }).zstdDecompressSync;
  if (decompress === undefined) {
    throw new InputError(
      `${source}: is compressed with zstd, which Node ${process.versions.node} cannot read: use Node 22.15 or newer, or write the file with lz4 or no compression`,
    );
  }
  const output = decompress(input, { maxOutputLength: Math.max(size, 1) });
  if (output.length !== size) throw new RangeError('zstd output of another size');
  return output;
}
