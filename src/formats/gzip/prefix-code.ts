import type { LowBits } from './low-bits.ts';

/** The longest code that deflate allows. */
const LONGEST = 15;

/** Reads symbols of the canonical code whose symbols have these lengths; 0 where a symbol is not used. */
export type PrefixCode = (bits: LowBits) => number;

/** @throws {InputError} where there are more codes than such lengths allow */
export function prefixCode(lengths: Uint8Array, { bytes }: LowBits): PrefixCode {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  const counts = new Uint16Array(LONGEST + 2);
  for (const length of lengths) if (length > 0) counts[length + 1]! += 1;
  /** By length: the first code, then the next one that is free. */
  const next = new Uint16Array(LONGEST + 2);
  for (let length = 1; length <= LONGEST + 1; length += 1) {
    next[length] = (next[length - 1]! + counts[length]!) << 1;
    if (length <= LONGEST && next[length]! + counts[length + 1]! > 2 ** length)
      throw bytes.damaged('a code of deflate has too many words');
  }
  /** By the next bits: a symbol and the length of its code; 0 where no code begins so. */
  const table = new Uint16Array(2 ** longest);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = next[length]!;
    next[length] = code + 1;
    // Codes come from their highest bit on, all else from the lowest.
    for (let at = turned(code, length); at < table.length; at += 2 ** length)
      table[at] = (symbol << 4) | length;
  });
  return (bits) => {
    const found = table[bits.peek(longest)]!;
    if (found === 0) throw bits.ended ? bytes.truncated() : bytes.damaged('no such code of deflate');
    bits.skip(found & 15);
    return found >>> 4;
  };
}

function turned(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit += 1) result |= ((code >>> bit) & 1) << (length - 1 - bit);
  return result;
}
