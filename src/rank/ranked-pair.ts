import { InputError } from '../input-error.ts';
import { type DenseRanks, denseRanks } from './dense-ranks.ts';

/**
 * Two columns as integers, in the order that every statistic here walks: by x, and by y where x ties. All rank
 * statistics of the pair, resampled or not, come from this without looking at the values again.
 */
export interface RankedPair {
  readonly n: number;
  /** Dense ranks of x, never decreasing. */
  readonly x: Int32Array;
  /** Dense ranks of y beside them, never decreasing within equal x. */
  readonly y: Int32Array;
  /** How many distinct values x and y have. */
  readonly xCount: number;
  readonly yCount: number;
}

/**
 * Ranks two columns of equal length together, O(n).
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function rankPair(x: ArrayLike<number>, y: ArrayLike<number>): RankedPair {
  if (x.length !== y.length)
    throw new InputError(`columns of ${x.length} and ${y.length} rows cannot be paired`);
  return pairRanks(denseRanks(x), denseRanks(y));
}

/** {@link rankPair} for columns that are ranked already. */
export function pairRanks(x: DenseRanks, y: DenseRanks): RankedPair {
  const n = x.ranks.length;
  const order = lexicographicOrder(x, y);
  const xs = new Int32Array(n);
  const ys = new Int32Array(n);
  for (let i = 0; i < n; i += 1) {
    xs[i] = x.ranks[order[i]!]!;
    ys[i] = y.ranks[order[i]!]!;
  }
  return { n, x: xs, y: ys, xCount: x.count, yCount: y.count };
}

/** The rows by x, then by y, then as they stood: two stable counting sorts, the less significant key first. */
export function lexicographicOrder(x: DenseRanks, y: DenseRanks): Int32Array {
  const rows = new Int32Array(x.ranks.length);
  for (let i = 0; i < rows.length; i += 1) rows[i] = i;
  return countingSort(countingSort(rows, y), x);
}

function countingSort(rows: Int32Array, { ranks, count }: DenseRanks): Int32Array {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < ranks.length; i += 1) starts[ranks[i]! + 1]! += 1;
  for (let rank = 0; rank < count; rank += 1) starts[rank + 1]! += starts[rank]!;
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const rank = ranks[rows[i]!]!;
    sorted[starts[rank]!] = rows[i]!;
    starts[rank]! += 1;
  }
  return sorted;
}
