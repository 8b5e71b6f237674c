import { InputError } from '../input-error.ts';
import { inclusion } from './inclusion.ts';

/**
 * The share of the `size` rows with the highest truth that are among the chosen rows, in [0, 1]. Where the truth ties
 * at the edge this is the mean over all ways to break the tie. O(n).
 *
 * @throws InputError on NaN, or where `size` is not from 1 to the number of rows.
 */
export function recallOfBest(truth: ArrayLike<number>, chosen: Iterable<number>, size: number): number {
  const { ranks, edge, tied, drawn } = inclusion(truth, size);
  let found = 0;
  for (const row of chosen) {
    const rank = ranks[row];
    if (rank === undefined)
      throw new InputError(`row ${row} is none of the ${ranks.length} rows of the truth`);
    if (rank >= edge) found += rank > edge ? 1 : drawn / tied;
  }
  return found / size;
}
