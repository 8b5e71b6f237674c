import type { BitReader } from './bit-reader.ts';

/** The longest code that bzip2 allows. */
const LONGEST = 20;
/** Codes up to this length are found in one look. */
const QUICK = 10;

/** Reads symbols of a canonical Huffman code. */
export interface HuffmanDecoder {
  read(bits: BitReader): number;
}

/** The code of symbols with these lengths (1 to 20 bits), shorter codes and lower symbols first. */
export function huffmanDecoder(lengths: Uint8Array): HuffmanDecoder {
  const counts = new Uint32Array(LONGEST + 2);
  for (const length of lengths) counts[length]! += 1;
  const order = [...lengths.keys()].sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  /** By the next bits: a symbol and the length of its code, or 0 where the code is longer. */
  const quick = new Uint16Array(2 ** QUICK);
  let code = 0;
  let last = 0;
  for (const symbol of order) {
    const length = lengths[symbol]!;
    if (length > QUICK) break;
    code *= 2 ** (length - last);
    last = length;
    const width = 2 ** (QUICK - length);
    quick.fill((symbol << 5) | length, code * width, (code + 1) * width);
    code += 1;
  }
  return {
    read(bits) {
      const found = quick[bits.peek(QUICK)]!;
      if (found !== 0) {
        bits.skip(found & 31);
        return found >>> 5;
      }
      let value = 0;
      let first = 0;
      let index = 0;
      for (let length = 1; length <= LONGEST; length += 1) {
        value = value * 2 + bits.bit();
        const count = counts[length]!;
        if (value - first < count) return order[index + value - first]!;
        index += count;
        first = (first + count) * 2;
      }
      throw bits.bytes.damaged('no such Huffman code');
    },
  };
}
