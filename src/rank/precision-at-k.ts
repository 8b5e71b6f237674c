import { InputError } from '../input-error.ts';
import { type Inclusion, inclusion } from './inclusion.ts';

/**
 * The share of the k rows with the highest scores that are also among the k with the highest truth, in [0, 1].
 * Where ties straddle the edge on either side this is the mean over all ways to break them, so it does not depend
 * on the order of the rows.
 *
 * @throws InputError on NaN, columns of different lengths, or where k is not from 1 to the number of rows.
 */
export function precisionAtK(scores: ArrayLike<number>, truth: ArrayLike<number>, k: number): number {
  if (scores.length !== truth.length) {
    throw new InputError(`columns of ${scores.length} and ${truth.length} rows cannot be paired`);
  }
  const chosen = inclusion(scores, k);
  const best = inclusion(truth, k);
  let hits = 0;
  for (let i = 0; i < scores.length; i += 1) hits += chance(chosen, i) * chance(best, i);
  return hits / k;
}

function chance({ ranks, edge, tied, drawn }: Inclusion, row: number): number {
  if (ranks[row]! > edge) return 1;
  return ranks[row] === edge ? drawn / tied : 0;
}
