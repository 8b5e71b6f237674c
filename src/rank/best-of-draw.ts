import { InputError } from '../input-error.ts';
import type { Interval } from './percentile-interval.ts';

/** The best of a random draw. */
export interface BestOfDraw {
  readonly mean: number;
  readonly interval: Interval;
}

/**
 * The highest of `drawn` values taken at random without replacement, exactly: its mean and its central interval. The
 * chance that the j best are all missed is C(n - j, drawn) / C(n, drawn). O(n log n).
 *
 * @throws InputError on NaN, or where `drawn` is not a whole number from 1 to the number of values.
 */
export function bestOfDraw(values: ArrayLike<number>, drawn: number, confidence: number): BestOfDraw {
  const n = values.length;
  if (!Number.isInteger(drawn) || drawn < 1 || drawn > n)
    throw new InputError(`a draw of ${drawn} of ${n} values: a whole number from 1 to ${n} is needed`);
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(sorted[n - 1]!)) throw new InputError('a value is NaN, which is no best: drop it first');
  let missed = 1;
  let mean = 0;
  let [low, high] = [Number.NaN, sorted[n - 1]!];
  // From the best down: `missed` is the chance that the draw is worse than all before it, and so at most this value.
  for (let j = 0; j <= n - drawn; j += 1) {
    const value = sorted[n - 1 - j]!;
    if (missed >= (1 + confidence) / 2) high = value;
    if (missed >= (1 - confidence) / 2) low = value;
    const chance = drawn / (n - j);
    mean += missed * chance * value;
    missed *= 1 - chance;
  }
  return { mean, interval: [low, high] };
}
