import { InputError } from '../input-error.ts';
import { denseRanks, sizesOf } from './dense-ranks.ts';
import { checkK } from './inclusion.ts';

/**
 * What is lost by training only the k rows with the highest scores: the highest truth of all less the highest among
 * those, in the truth's unit, 0 or more. Where scores tie at the edge this is the mean over all ways to break the
 * tie.
 *
 * @throws InputError on NaN, columns of different lengths, or where k is not from 1 to the number of rows.
 */
export function regretAtK(scores: ArrayLike<number>, truth: ArrayLike<number>, k: number): number {
  return regretsAtK(scores, truth, [k])[0]!;
}

/** {@link regretAtK} for each of these k, which may not fall: the rows are ranked once. */
export function regretsAtK(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  ks: readonly number[],
): number[] {
  if (scores.length !== truth.length) {
    throw new InputError(`columns of ${scores.length} and ${truth.length} rows cannot be paired`);
  }
  for (const k of ks) checkK(k, scores.length);
  const { truths, starts } = byFallingScore(scores, truth);
  const best = highest(truths);
  let certain = Number.NEGATIVE_INFINITY;
  let edge = 0;
  let sorted = -1;
  return ks.map((k) => {
    for (; starts[edge + 1]! < k; edge += 1)
      certain = Math.max(certain, highest(truths.subarray(starts[edge], starts[edge + 1])));
    const atEdge = truths.subarray(starts[edge], starts[edge + 1]);
    if (sorted !== edge) atEdge.sort().reverse();
    sorted = edge;
    // The j-th best of the tied rows is the best drawn with chance C(tied - 1 - j, drawn - 1) / C(tied, drawn).
    const [tied, drawn] = [atEdge.length, k - starts[edge]!];
    let chance = drawn / tied;
    let expected = 0;
    for (let j = 0; j <= tied - drawn; j += 1) {
      expected += chance * (best - Math.max(certain, atEdge[j]!));
      chance *= (tied - j - drawn) / (tied - 1 - j || 1);
    }
    return expected;
  });
}

/** The truths, those of the highest score first, and where the rows of each distinct score begin. */
function byFallingScore(scores: ArrayLike<number>, truth: ArrayLike<number>) {
  const { ranks, count } = denseRanks(scores);
  const sizes = sizesOf(ranks, count).reverse();
  const starts = new Int32Array(count + 1);
  for (let group = 0; group < count; group += 1) starts[group + 1] = starts[group]! + sizes[group]!;
  const next = starts.slice();
  const truths = new Float64Array(truth.length);
  for (let i = 0; i < truths.length; i += 1) {
    const value = truth[i]!;
    if (Number.isNaN(value)) throw new InputError(`value ${i} of the truth is NaN: drop the row first`);
    const group = count - 1 - ranks[i]!;
    truths[next[group]!] = value;
    next[group]! += 1;
  }
  return { truths, starts };
}

function highest(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  return most;
}
