import { kendall } from '../../src/rank/kendall.ts';
import { spearman } from '../../src/rank/spearman.ts';
import type { Estimate } from './estimator.ts';

/** How near estimates came to the truth, and how well they order it. */
export interface EstimateAccuracy {
  readonly n: number;
  /** Estimates that were the last value seen for want of an own one. */
  readonly fallbacks: number;
  readonly spearman: number;
  readonly kendall: number;
  /** In the metric's unit; NaN where the estimates only order. */
  readonly mae: number;
  readonly rmse: number;
  /** 1 less the squared error over that of the mean of the truth. */
  readonly r2: number;
  /** Share of the intervals that hold the truth; NaN without any. */
  readonly coverage: number;
}

/**
 * @param sign of the ranks: an estimate that only orders stands higher for better ends, and counts as agreeing
 * where the metric falls
 */
export function accuracyOf(
  estimates: readonly Estimate[],
  truths: readonly number[],
  ordersOnly: boolean,
  sign: 1 | -1,
): EstimateAccuracy {
  const n = truths.length;
  const values = estimates.map(({ value }) => sign * value);
  const mean = truths.reduce((sum, truth) => sum + truth, 0) / n;
  let absolute = 0;
  let squared = 0;
  let spread = 0;
  let intervals = 0;
  let held = 0;
  estimates.forEach(({ value, interval }, i) => {
    const truth = truths[i]!;
    absolute += Math.abs(value - truth);
    squared += (value - truth) ** 2;
    spread += (truth - mean) ** 2;
    if (interval === undefined) return;
    intervals += 1;
    if (interval[0] <= truth && truth <= interval[1]) held += 1;
  });
  const ofMetric = (value: number): number => (ordersOnly ? Number.NaN : value);
  return {
    n,
    fallbacks: estimates.filter(({ fallback }) => fallback !== undefined).length,
    spearman: spearman(values, truths),
    kendall: kendall(values, truths),
    mae: ofMetric(absolute / n),
    rmse: ofMetric(Math.sqrt(squared / n)),
    r2: ofMetric(spread > 0 ? 1 - squared / spread : Number.NaN),
    coverage: intervals === 0 ? Number.NaN : held / intervals,
  };
}
