import { quantile } from 'simple-statistics';

/** The median and the quartiles, as texts: what a mean over a busy machine would hide. */
export function middle(values: number[], digits: number): readonly [median: string, quartiles: string] {
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(digits));
  return [median!, `${low} to ${high}`];
}
