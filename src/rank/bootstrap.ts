import { InputError } from '../input-error.ts';
import { randomStream } from '../random/index.ts';
import { tauB } from './kendall.ts';
import { checkConfidence, type Interval, percentileInterval } from './percentile-interval.ts';
import { type RankedPair, rankPair } from './ranked-pair.ts';
import { resampleCounts } from './resample.ts';
import { correlation } from './spearman.ts';

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

/**
 * Both correlations of the pair with each row taken `counts[i]` times, rows in the pair's own order. The sort is
 * done once, for the pair: a resample only changes the counts, so its tau needs one pass with a Fenwick tree over
 * the ranks of y, and its midranks are running sums.
 */
export function weightedStatistics(
  pair: RankedPair,
): (counts: Int32Array) => { spearman: number; kendall: number } {
  const { n, x, y, yCount } = pair;
  const tree = new Int32Array(yCount + 1);
  const ySizes = new Int32Array(yCount);
  const yRanks = new Float64Array(yCount);
  const lastWithX = endsOf(x);

  return (counts) => {
    let rows = 0;
    ySizes.fill(0);
    tree.fill(0);
    let discordant = 0;
    for (let i = 0; i < n; i += 1) {
      const count = counts[i]!;
      if (count === 0) continue;
      const rank = y[i]!;
      ySizes[rank]! += count;
      let notAbove = 0;
      for (let node = rank + 1; node > 0; node &= node - 1) notAbove += tree[node]!;
      discordant += count * (rows - notAbove);
      for (let node = rank + 1; node <= yCount; node += node & -node) tree[node]! += count;
      rows += count;
    }

    let yy = 0;
    let tiedY = 0;
    for (let rank = 0, before = 0; rank < yCount; rank += 1) {
      const size = ySizes[rank]!;
      const middle = before + (size - rows) / 2;
      yRanks[rank] = middle;
      yy += size * middle * middle;
      tiedY += (size * (size - 1)) / 2;
      before += size;
    }

    let xx = 0;
    let xy = 0;
    let tiedX = 0;
    let tiedBoth = 0;
    for (let from = 0, before = 0; from < n; from = lastWithX[from]!) {
      const to = lastWithX[from]!;
      let size = 0;
      let yRankSum = 0;
      let same = 0;
      for (let i = from; i < to; i += 1) {
        const count = counts[i]!;
        size += count;
        yRankSum += count * yRanks[y[i]!]!;
        same += count;
        if (i + 1 === to || y[i + 1] !== y[i]) {
          tiedBoth += (same * (same - 1)) / 2;
          same = 0;
        }
      }
      const middle = before + (size - rows) / 2;
      xx += size * middle * middle;
      xy += middle * yRankSum;
      tiedX += (size * (size - 1)) / 2;
      before += size;
    }

    const total = (rows * (rows - 1)) / 2;
    const concordant = total - tiedX - tiedY + tiedBoth - discordant;
    return {
      spearman: correlation(xy, xx, yy),
      kendall: tauB({ total, concordant, discordant, tiedX, tiedY }),
    };
  };
}

/** For the first row of each group of equal values, where the next group starts. */
function endsOf(sorted: Int32Array): Int32Array {
  const ends = new Int32Array(sorted.length);
  let from = 0;
  for (let i = 1; i <= sorted.length; i += 1) {
    if (i === sorted.length || sorted[i] !== sorted[from]) {
      ends[from] = i;
      from = i;
    }
  }
  return ends;
}
