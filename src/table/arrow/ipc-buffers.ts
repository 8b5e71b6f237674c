import { MAX_CELLS } from '../limits.ts';
import type { BatchBody } from './ipc-body.ts';

/** The next node of a batch, checked to be of a size that can be held. */
export function checkedNode(body: BatchBody): { length: number; nulls: number } {
  const node = body.nextNode();
  if (node.length > MAX_CELLS || node.nulls > node.length) throw new RangeError('node');
  return node;
}

/** The next node and its validity bitmap, turned into a byte a row: 1 where the value is missing. */
export function validity(body: BatchBody): { length: number; missing?: Uint8Array } {
  const { length, nulls } = checkedNode(body);
  const bitmap = body.nextBuffer();
  if (nulls === 0) return { length };
  if (bitmap.length * 8 < length) throw new RangeError('validity bitmap');
  const missing = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) missing[i] = ((bitmap[i >> 3]! >> (i & 7)) & 1) ^ 1;
  return { length, missing };
}

/** A copy at an aligned address: a body may lie anywhere in a file. */
export function aligned(bytes: Uint8Array, length: number): ArrayBuffer {
  if (bytes.length < length) throw new RangeError('buffer too short');
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(0, length));
  return copy.buffer;
}

/** The offsets of `length` texts or lists. */
export function readOffsets(bytes: Uint8Array, length: number, large: boolean): Float64Array | Int32Array {
  // An empty column may come without its single offset.
  if (length === 0) return new Int32Array(1);
  if (!large) return new Int32Array(aligned(bytes, 4 * (length + 1)));
  return new Float64Array(Array.from(new BigInt64Array(aligned(bytes, 8 * (length + 1))), Number));
}

/** Checks that the offsets rise and stay within the data. */
export function checkOffsets(offsets: Float64Array | Int32Array, end: number): void {
  let last = 0;
  for (const offset of offsets) {
    if (offset < last) throw new RangeError('offsets fall');
    last = offset;
  }
  if (last > end) throw new RangeError('offset beyond the data');
}
