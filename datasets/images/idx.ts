import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../../src/input-error.ts';

/** An array of bytes in the IDX format of the MNIST family. */
export interface IdxArray {
  readonly extents: readonly number[];
  readonly data: Uint8Array;
}

/** The largest array that is read, in bytes: MNIST's 60,000 images are 47 MB. */
const MOST_BYTES = 2 ** 29;
/** The code of unsigned bytes, the only type that the MNIST family uses. */
const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes, gzipped or not (LeCun's format: two zeros, type, number of axes, extents in
 * big-endian order, data).
 * @throws {InputError} where the file cannot be read or is anything else
 */
export function readIdx(path: string, axes: number): IdxArray {
  const bytes = unzipped(path);
  const refuse = (why: string): InputError =>
    new InputError(`${path}: ${why}, give an IDX file of the MNIST family as its authors distribute it`);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) throw refuse('is no IDX file');
  if (bytes[2] !== UNSIGNED_BYTE) throw refuse(`holds type ${bytes[2]}, not unsigned bytes`);
  if (bytes[3] !== axes) throw refuse(`has ${bytes[3]} axes, not ${axes}`);
  const start = 4 + 4 * axes;
  if (bytes.length < start) throw refuse('is truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const extents = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = extents.reduce((product, extent) => product * extent, 1);
  if (size !== bytes.length - start)
    throw refuse(`says ${extents.join(' x ')} and holds ${bytes.length - start} bytes`);
  return { extents, data: new Uint8Array(bytes.buffer, bytes.byteOffset + start, size) };
}

/** The bytes of an IDX file. */
export function writeIdx({ extents, data }: IdxArray): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * extents.length));
  head.setUint8(2, UNSIGNED_BYTE);
  head.setUint8(3, extents.length);
  extents.forEach((extent, axis) => head.setUint32(4 + 4 * axis, extent));
  return Buffer.concat([new Uint8Array(head.buffer), data]);
}

function unzipped(path: string): Uint8Array {
  try {
    const bytes = readFileSync(path);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return zipped ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
  } catch (cause) {
    throw new InputError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
