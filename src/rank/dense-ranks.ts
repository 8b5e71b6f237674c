import { InputError } from '../input-error.ts';

/** The values of a column replaced by their places among its distinct values. */
export interface DenseRanks {
  /** 0 for the smallest value, `count - 1` for the largest; equal values share a rank. */
  readonly ranks: Int32Array;
  /** How many distinct values there are. */
  readonly count: number;
}

/** Pair counts reach n(n-1)/2, which a double holds exactly up to here. */
export const MOST_ROWS = 2 ** 27;

const RADIX_BITS = 11;
const BUCKETS = 1 << RADIX_BITS;
/** Where the sign and exponent of a double lie among its two 32-bit words. */
const HIGH_WORD = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;

/**
 * Dense ranks by a radix sort of the doubles' bits: linear in the number of rows, which a comparison sort of boxed
 * numbers misses by a factor of ten at 10^6 rows. Infinities rank as the extremes that they are, -0 equals 0.
 *
 * @throws InputError where a value is NaN, which has no rank, or there are more than 2^27 values.
 */
export function denseRanks(values: ArrayLike<number>): DenseRanks {
  const n = values.length;
  if (n > MOST_ROWS)
    throw new InputError(
      `${n} values are more than rank statistics count exactly (${MOST_ROWS}): draw a sample`,
    );
  const words = sortableWords(values);
  const order = orderOf(words);
  const ranks = new Int32Array(n);
  let rank = 0;
  for (let i = 1; i < n; i += 1) {
    const a = 2 * order[i - 1]!;
    const b = 2 * order[i]!;
    if (words[a] !== words[b] || words[a + 1] !== words[b + 1]) rank += 1;
    ranks[order[i]!] = rank;
  }
  return { ranks, count: n === 0 ? 0 : rank + 1 };
}

/** How many rows have each of the dense ranks. */
export function sizesOf(ranks: Int32Array, count: number): Int32Array {
  const sizes = new Int32Array(count);
  for (let i = 0; i < ranks.length; i += 1) sizes[ranks[i]!]! += 1;
  return sizes;
}

/** Each value as two words (low, high) that order as unsigned integers the way the doubles do. */
function sortableWords(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  const words = new Uint32Array(2 * n);
  const double = new Float64Array(1);
  const halves = new Uint32Array(double.buffer);
  for (let i = 0; i < n; i += 1) {
    const value = values[i]!;
    if (Number.isNaN(value))
      throw new InputError(`value ${i} is NaN, which has no rank: drop the row or place it first`);
    double[0] = value + 0; // turns -0 into 0
    const high = halves[HIGH_WORD]!;
    const low = halves[1 - HIGH_WORD]!;
    const negative = high >>> 31 === 1;
    words[2 * i] = negative ? ~low : low;
    words[2 * i + 1] = negative ? ~high : high | 0x80000000;
  }
  return words;
}

/**
 * The permutation that sorts the word pairs ascending, stable: the low words first, then the high ones, each in three
 * counting passes of 11 bits. The words move along with their rows, so that a pass reads in sequence.
 */
function orderOf(words: Uint32Array): Int32Array {
  const n = words.length / 2;
  let rows = new Int32Array(n);
  for (let i = 0; i < n; i += 1) rows[i] = i;
  let nextRows = new Int32Array(n);
  let keys = new Uint32Array(n);
  let nextKeys = new Uint32Array(n);
  const starts = new Int32Array(BUCKETS);
  for (const word of [0, 1]) {
    for (let i = 0; i < n; i += 1) keys[i] = words[2 * rows[i]! + word]!;
    for (let shift = 0; shift < 32; shift += RADIX_BITS) {
      starts.fill(0);
      for (let i = 0; i < n; i += 1) starts[(keys[i]! >>> shift) & (BUCKETS - 1)]! += 1;
      if (n === 0 || starts[(keys[0]! >>> shift) & (BUCKETS - 1)] === n) continue;
      let start = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        const size = starts[bucket]!;
        starts[bucket] = start;
        start += size;
      }
      for (let i = 0; i < n; i += 1) {
        const key = keys[i]!;
        const bucket = (key >>> shift) & (BUCKETS - 1);
        const place = starts[bucket]!;
        nextRows[place] = rows[i]!;
        nextKeys[place] = key;
        starts[bucket] = place + 1;
      }
      [rows, nextRows] = [nextRows, rows];
      [keys, nextKeys] = [nextKeys, keys];
    }
  }
  return rows;
}
