import { InputError } from '../input-error.ts';
import { randomStream } from '../random/index.ts';
import { checkConfidence, type Interval, percentileInterval } from './percentile-interval.ts';
import { type RankedPair, rankPair } from './ranked-pair.ts';
import { resampleCounts } from './resample.ts';
import { weightedStatistics } from './weighted-statistics.ts';

/** Intervals of both rank correlations of one pair of columns. */
export interface RankIntervals {
  readonly spearman: Interval;
  readonly kendall: Interval;
}

export interface BootstrapOptions {
  /** Resamples: {@link defaultResamples} of the rows unless given. */
  readonly resamples?: number;
  /** The share of the resampled statistics within the interval, 0.95 unless given. */
  readonly confidence?: number;
  readonly seed?: number;
}

/** 1000 resamples up to 20,000 rows; beyond, as many as keep rows times resamples at 2 * 10^7, but at least 200. */
export function defaultResamples(rows: number): number {
  return Math.min(1000, Math.max(200, Math.floor(2e7 / rows)));
}

/**
 * Percentile bootstrap intervals of Spearman's and Kendall's correlation (Efron, 1979), rows drawn with replacement.
 * Quantiles are interpolated linearly between order statistics. Resamples in which a column is constant leave the
 * statistic undefined and are passed over. Depends on the ranks and the seed alone: the order of the rows does not
 * matter, nor does an increasing transformation of a column.
 *
 * @throws InputError on NaN, columns of different lengths, a confidence outside (0, 1), or under one resample.
 */
export function bootstrapIntervals(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: BootstrapOptions = {},
): RankIntervals {
  return bootstrapIntervalsOf(rankPair(x, y), options);
}

/** {@link bootstrapIntervals} of columns that are ranked already. */
export function bootstrapIntervalsOf(pair: RankedPair, options: BootstrapOptions = {}): RankIntervals {
  const { resamples = defaultResamples(pair.n), confidence = 0.95, seed = 0 } = options;
  checkConfidence(confidence);
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new InputError(`${resamples} resamples: a whole number from 1 up is needed`);
  }
  const stream = randomStream(seed, 'rank/bootstrap');
  const statistics = weightedStatistics(pair);
  const counts = new Int32Array(pair.n);
  const spearmans: number[] = [];
  const kendalls: number[] = [];
  for (let index = 0; index < resamples; index += 1) {
    resampleCounts(counts, stream, index);
    const { spearman, kendall } = statistics(counts);
    if (!Number.isNaN(spearman)) spearmans.push(spearman);
    if (!Number.isNaN(kendall)) kendalls.push(kendall);
  }
  return {
    spearman: percentileInterval(Float64Array.from(spearmans), confidence),
    kendall: percentileInterval(Float64Array.from(kendalls), confidence),
  };
}
