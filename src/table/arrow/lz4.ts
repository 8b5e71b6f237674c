/**
 * Decompresses an LZ4 frame (the codec that pandas and R write Feather files with) to exactly `size` bytes.
 * Format: LZ4 Frame Format 1.6; checksums are skipped. Throws RangeError on anything malformed.
 */
export function lz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (view.getUint32(0, true) !== 0x184d2204) throw new RangeError('no LZ4 frame');
  const flags = view.getUint8(4);
  let at = 6 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1;
  const output = new Uint8Array(size);
  let length = 0;
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const blockSize = word & 0x7fffffff;
    if (at + blockSize > input.length) throw new RangeError('LZ4 block beyond the input');
    const block = input.subarray(at, at + blockSize);
    if (word >>> 31 === 1) {
      if (length + blockSize > size) throw new RangeError('LZ4 output beyond its size');
      output.set(block, length);
      length += blockSize;
    } else {
      length = lz4Block(block, output, length);
    }
    at += blockSize + (flags & 0x10 ? 4 : 0);
  }
  if (length !== size) throw new RangeError('LZ4 output short of its size');
  return output;
}

/** Decompresses one LZ4 block into `output` from `at`, and returns where it ended. */
export function lz4Block(input: Uint8Array, output: Uint8Array, at: number): number {
  let position = 0;
  let end = at;
  const next = (): number => {
    const byte = input[position];
    if (byte === undefined) throw new RangeError('LZ4 block ends early');
    position += 1;
    return byte;
  };
  const extended = (base: number): number => {
    let length = base;
    if (base === 15) {
      for (let byte = 255; byte === 255; ) {
        byte = next();
        length += byte;
      }
    }
    return length;
  };
  while (position < input.length) {
    const token = next();
    const literals = extended(token >>> 4);
    if (position + literals > input.length || end + literals > output.length)
      throw new RangeError('LZ4 literals');
    output.set(input.subarray(position, position + literals), end);
    position += literals;
    end += literals;
    // The last sequence of a block has literals only.
    if (position === input.length) break;
    const distance = next() | (next() << 8);
    const matched = extended(token & 15) + 4;
    const from = end - distance;
    if (distance === 0 || from < 0 || end + matched > output.length) throw new RangeError('LZ4 match');
    // A match may overlap what it writes: copied byte by byte.
    for (let i = 0; i < matched; i += 1) output[end + i] = output[from + i]!;
    end += matched;
  }
  return end;
}
