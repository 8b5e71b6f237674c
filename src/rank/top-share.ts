import { InputError } from '../input-error.ts';
import { denseRanks } from './dense-ranks.ts';

/**
 * The rows of the best share of the truth (higher is better): floor(share * rows) of them, in ascending row order.
 * Of rows that tie at the edge the first come in, so that the size is what was asked for and the choice is fixed by
 * the order of the rows alone.
 *
 * @throws InputError on NaN, or a share outside (0, 1].
 */
export function topShare(truth: ArrayLike<number>, share: number): Int32Array {
  if (!(share > 0 && share <= 1))
    throw new InputError(`top share ${share}: a number above 0 and up to 1 is needed`);
  // 0.29 * 100 is 28.999999999999996: what is whole within rounding counts as whole.
  const size = Math.floor(share * truth.length * (1 + Number.EPSILON));
  return bestRows(truth, size).sort();
}

/** The `size` rows with the highest values, best first, ties in row order. */
export function bestRows(values: ArrayLike<number>, size: number): Int32Array {
  const { ranks, count } = denseRanks(values);
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < ranks.length; i += 1) starts[count - ranks[i]!]! += 1;
  for (let k = 0; k < count; k += 1) starts[k + 1]! += starts[k]!;
  const rows = new Int32Array(ranks.length);
  for (let i = 0; i < ranks.length; i += 1) {
    const bucket = count - 1 - ranks[i]!;
    rows[starts[bucket]!] = i;
    starts[bucket]! += 1;
  }
  return rows.slice(0, size);
}
