import type { LowBits } from './low-bits.ts';
import { type PrefixCode, prefixCode } from './prefix-code.ts';

/** How far back a copy may reach, and the bytes that are handed over at a time. */
const WINDOW = 2 ** 15;
const PIECE = 2 ** 16;
/** A copy is at most this long. */
const LONGEST_COPY = 258;

const END_OF_BLOCK = 256;
/** The bits that follow the symbol of a length, and of a distance (RFC 1951, 3.2.5). */
const LENGTH_BITS = [...Array.from({ length: 28 }, (_, i) => Math.max(0, (i >> 2) - 1)), 0];
const DISTANCE_BITS = Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1));
const LENGTHS = [...basesOf(LENGTH_BITS.slice(0, 28), 3), LONGEST_COPY];
const DISTANCES = basesOf(DISTANCE_BITS, 1);
/** The order in which the lengths of the code of code lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const FIXED_DISTANCES = new Uint8Array(30).fill(5);

function basesOf(bits: readonly number[], first: number): number[] {
  let base = first;
  return bits.map((width) => {
    base += 2 ** width;
    return base - 2 ** width;
  });
}

interface Codes {
  readonly symbols: PrefixCode;
  readonly distances: PrefixCode;
}

/**
 * Undoes deflate (RFC 1951) piece by piece, with the last 32 KiB at hand.
 * @throws {InputError} on anything else
 */
export function* inflate(bits: LowBits): Generator<Uint8Array> {
  const out = new Uint8Array(WINDOW + PIECE + LONGEST_COPY);
  let [done, at] = [0, 0];
  /** Hands over what is new, and keeps what copies may reach. */
  const piece = (): Uint8Array => {
    const fresh = out.slice(done, at);
    const kept = Math.min(at, WINDOW);
    out.copyWithin(0, at - kept, at);
    [done, at] = [kept, kept];
    return fresh;
  };
  /** Until the block ends (true) or there is no room for one more copy. */
  const decode = ({ symbols, distances }: Codes): boolean => {
    while (at < WINDOW + PIECE) {
      const symbol = symbols(bits);
      if (symbol < END_OF_BLOCK) {
        out[at] = symbol;
        at += 1;
        continue;
      }
      if (symbol === END_OF_BLOCK) return true;
      const kind = symbol - END_OF_BLOCK - 1;
      if (kind >= LENGTHS.length) throw bits.bytes.damaged('no such length of deflate');
      const length = LENGTHS[kind]! + bits.bits(LENGTH_BITS[kind]!);
      const far = distances(bits);
      if (far >= DISTANCES.length) throw bits.bytes.damaged('no such distance of deflate');
      const distance = DISTANCES[far]! + bits.bits(DISTANCE_BITS[far]!);
      if (distance > at) throw bits.bytes.damaged('copies what was before the beginning');
      for (const end = at + length; at < end; at += 1) out[at] = out[at - distance]!;
    }
    return false;
  };
  for (let last = false; !last; ) {
    last = bits.bits(1) === 1;
    const kind = bits.bits(2);
    if (kind === 0) {
      const length = bits.aligned(2);
      if (bits.aligned(2) !== 0xffff - length)
        throw bits.bytes.damaged('a stored block of deflate is of another length');
      for (let left = length; left > 0; left -= 1) {
        out[at] = bits.bits(8);
        at += 1;
        if (at >= WINDOW + PIECE) yield piece();
      }
    } else {
      const codes = codesOf(kind, bits);
      while (!decode(codes)) yield piece();
    }
  }
  yield piece();
}

function codesOf(kind: number, bits: LowBits): Codes {
  if (kind === 1)
    return { symbols: prefixCode(FIXED_LENGTHS, bits), distances: prefixCode(FIXED_DISTANCES, bits) };
  if (kind !== 2) throw bits.bytes.damaged('no such block of deflate');
  const symbols = 257 + bits.bits(5);
  const distances = 1 + bits.bits(5);
  const orders = new Uint8Array(19);
  const count = 4 + bits.bits(4);
  for (const symbol of ORDER.slice(0, count)) orders[symbol] = bits.bits(3);
  const code = prefixCode(orders, bits);
  const lengths = new Uint8Array(symbols + distances);
  for (let at = 0; at < lengths.length; ) {
    const symbol = code(bits);
    if (symbol < 16) {
      lengths[at] = symbol;
      at += 1;
      continue;
    }
    if (symbol === 16 && at === 0) throw bits.bytes.damaged('repeats a length before the first');
    const times = symbol === 16 ? 3 + bits.bits(2) : symbol === 17 ? 3 + bits.bits(3) : 11 + bits.bits(7);
    if (at + times > lengths.length) throw bits.bytes.damaged('has too many lengths of codes');
    lengths.fill(symbol === 16 ? lengths[at - 1]! : 0, at, at + times);
    at += times;
  }
  return {
    symbols: prefixCode(lengths.subarray(0, symbols), bits),
    distances: prefixCode(lengths.subarray(symbols), bits),
  };
}
