import { InputError } from '../../input-error.ts';
import { MAX_BYTES } from '../limits.ts';
import { countAt, countField, type FlatTable, tableField, uint8Field, vectorField } from './flatbuffer.ts';
import { lz4Frame } from './lz4.ts';
import { zstd } from './zstd.ts';

/** Hands out the nodes and buffers of a record batch, in the order of the schema's depth-first walk. */
export interface BatchBody {
  /** Rows of the batch. */
  readonly length: number;
  nextNode(): { readonly length: number; readonly nulls: number };
  /** The next buffer, decompressed. Throws RangeError where it does not lie in the body. */
  nextBuffer(): Uint8Array;
  skipBuffer(): void;
  nextVariadicCount(): number;
}

/** Opens the RecordBatch table `header`, whose buffers lie in `body`. */
export function openBody(header: FlatTable, body: Uint8Array, source: string): BatchBody {
  const { view } = header;
  const nodes = vectorField(header, 1, 16);
  const buffers = vectorField(header, 2, 16);
  const compression = tableField(header, 3);
  const variadic = vectorField(header, 4, 8);
  let node = 0;
  let buffer = 0;
  let count = 0;
  const nextRange = (): { offset: number; length: number } => {
    if (buffer >= buffers.count) throw new RangeError('too few buffers');
    const at = buffers.start + 16 * buffer;
    buffer += 1;
    return { offset: countAt(view, at), length: countAt(view, at + 8) };
  };
  return {
    length: countField(header, 0),
    nextNode() {
      if (node >= nodes.count) throw new RangeError('too few nodes');
      const at = nodes.start + 16 * node;
      node += 1;
      return { length: countAt(view, at), nulls: countAt(view, at + 8) };
    },
    nextBuffer() {
      const { offset, length } = nextRange();
      if (offset + length > body.byteLength) throw new RangeError('buffer beyond the body');
      const bytes = body.subarray(offset, offset + length);
      return compression && length > 0 ? decompress(bytes, uint8Field(compression, 0), source) : bytes;
    },
    skipBuffer: () => void nextRange(),
    nextVariadicCount() {
      if (count >= variadic.count) throw new RangeError('too few variadic counts');
      const buffersOfView = countAt(view, variadic.start + 8 * count);
      count += 1;
      if (buffersOfView > buffers.count) throw new RangeError('too many variadic buffers');
      return buffersOfView;
    },
  };
}

function decompress(bytes: Uint8Array, codec: number, source: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Number(view.getBigInt64(0, true));
  const data = bytes.subarray(8);
  if (size === -1) return data;
  if (size < 0) throw new RangeError('negative size');
  // LZ4 gains at most a factor of 255, zstd some thousands: more than that is not a buffer but a bomb.
  if (size > MAX_BYTES || size > 65_536 * data.length) {
    throw new InputError(`${source}: a column expands to ${size} bytes, more than is read: split the table`);
  }
  return codec === 0 ? lz4Frame(data, size) : zstd(data, size, source);
}
