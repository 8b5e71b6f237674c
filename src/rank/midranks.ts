import { denseRanks, sizesOf } from './dense-ranks.ts';

/**
 * Ranks from 1 in ascending order, where equal values share the mean of the ranks they take up together
 * (scipy's `rankdata` with `average`).
 *
 * @throws InputError on NaN.
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  const { ranks, count } = denseRanks(values);
  const sizes = sizesOf(ranks, count);
  const middles = new Float64Array(count);
  let before = 0;
  for (let rank = 0; rank < count; rank += 1) {
    middles[rank] = before + (sizes[rank]! + 1) / 2;
    before += sizes[rank]!;
  }
  const result = new Float64Array(ranks.length);
  for (let i = 0; i < ranks.length; i += 1) result[i] = middles[ranks[i]!]!;
  return result;
}
