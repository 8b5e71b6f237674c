import { InputError } from '../input-error.ts';
import { inclusion } from './inclusion.ts';

/**
 * The share of the `size` rows with the highest truth that were chosen, in [0, 1]: of the chosen rows the truth alone is
 * wanted. Where the truth ties at the edge this is the mean over all ways to break the tie. O(n).
 *
 * @throws InputError on NaN, or where `size` is not from 1 to the number of rows.
 */
export function recallOfBest(truth: ArrayLike<number>, chosen: ArrayLike<number>, size: number): number {
  const { ranks, edge, tied, drawn } = inclusion(truth, size);
  const least = truth[ranks.indexOf(edge)]!;
  let found = 0;
  for (let i = 0; i < chosen.length; i += 1) {
    const value = chosen[i]!;
    if (Number.isNaN(value)) throw new InputError(`the truth of chosen row ${i} is NaN: drop the row first`);
    if (value >= least) found += value > least ? 1 : drawn / tied;
  }
  return found / size;
}
