import { InputError } from '../input-error.ts';

/** Lower and upper end of a confidence interval; both NaN where the statistic is undefined. */
export type Interval = readonly [low: number, high: number];

/** The interval that holds the middle of resampled values, quantiles interpolated linearly; undefined ones are passed over. */
export function percentileInterval(values: Float64Array, confidence = 0.95): Interval {
  checkConfidence(confidence);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return [quantile(sorted, (1 - confidence) / 2), quantile(sorted, (1 + confidence) / 2)];
}

/** The quantile of sorted values, interpolated linearly (numpy's default). */
function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}

/** @throws InputError outside the open interval (0, 1). */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new InputError(`confidence ${confidence}: a number between 0 and 1 is needed, such as 0.95`);
  }
}
