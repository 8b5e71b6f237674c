import { InputError } from '../input-error.ts';
import { inclusion } from './inclusion.ts';

/**
 * What is lost by training only the k rows with the highest scores: the highest truth of all less the highest among
 * those, in the truth's unit, 0 or more. Where scores tie at the edge this is the mean over all ways to break the
 * tie.
 *
 * @throws InputError on NaN, columns of different lengths, or where k is not from 1 to the number of rows.
 */
export function regretAtK(scores: ArrayLike<number>, truth: ArrayLike<number>, k: number): number {
  if (scores.length !== truth.length) {
    throw new InputError(`columns of ${scores.length} and ${truth.length} rows cannot be paired`);
  }
  const { ranks, edge, tied, drawn } = inclusion(scores, k);
  let best = Number.NEGATIVE_INFINITY;
  let certain = Number.NEGATIVE_INFINITY;
  const atEdge: number[] = [];
  for (let i = 0; i < truth.length; i += 1) {
    const value = truth[i]!;
    if (Number.isNaN(value)) throw new InputError(`value ${i} of the truth is NaN: drop the row first`);
    best = Math.max(best, value);
    if (ranks[i]! > edge) certain = Math.max(certain, value);
    else if (ranks[i] === edge) atEdge.push(value);
  }
  atEdge.sort((a, b) => b - a);
  // The j-th best of the tied rows is the best drawn with chance C(tied - 1 - j, drawn - 1) / C(tied, drawn).
  let chance = drawn / tied;
  let expected = 0;
  for (let j = 0; j <= tied - drawn; j += 1) {
    expected += chance * (best - Math.max(certain, atEdge[j]!));
    chance *= (tied - j - drawn) / (tied - 1 - j || 1);
  }
  return expected;
}
