import { randomStream } from '../random/index.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { denseRanks } from './dense-ranks.ts';
import { lexicographicOrder, pairRanks } from './ranked-pair.ts';
import { resampleCounts } from './resample.ts';
import { weightedStatistics } from './weighted-statistics.ts';

/** Two columns over the same rows as all other pairs of a comparison; a row with NaN in either does not count for the pair. */
export interface AlignedPair {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** The statistics of one pair in each resample; NaN where they are undefined. */
export interface ResampledStatistics {
  readonly spearman: Float64Array;
  readonly kendall: Float64Array;
}

/**
 * Both rank correlations of several pairs of columns in the same bootstrap resamples of their rows, so that differences
 * between pairs can be judged: two proxies on the same architectures vary together, and intervals of each alone
 * overlap long after their difference is certain. Rows are drawn from all, and a pair sees those that count for it.
 */
export function jointBootstrap(
  pairs: readonly AlignedPair[],
  { resamples = 1000, seed = 0 }: Omit<BootstrapOptions, 'confidence'> = {},
): ResampledStatistics[] {
  const rows = pairs[0]?.x.length ?? 0;
  const stream = randomStream(seed, 'rank/joint-bootstrap');
  const counts = new Int32Array(rows);
  const followed = pairs.map((pair) => {
    const order = countingRows(pair);
    const of = (column: ArrayLike<number>) => denseRanks(Float64Array.from(order, (row) => column[row]!));
    const [x, y] = [of(pair.x), of(pair.y)];
    return {
      // The rows in the order of the ranked pair, whose counts the statistics take.
      rows: lexicographicOrder(x, y).map((place) => order[place]!),
      statistics: weightedStatistics(pairRanks(x, y)),
      counts: new Int32Array(order.length),
      spearman: new Float64Array(resamples),
      kendall: new Float64Array(resamples),
    };
  });
  for (let index = 0; index < resamples; index += 1) {
    resampleCounts(counts, stream, index);
    for (const pair of followed) {
      for (let i = 0; i < pair.rows.length; i += 1) pair.counts[i] = counts[pair.rows[i]!]!;
      const { spearman, kendall } = pair.statistics(pair.counts);
      pair.spearman[index] = spearman;
      pair.kendall[index] = kendall;
    }
  }
  return followed.map(({ spearman, kendall }) => ({ spearman, kendall }));
}

function countingRows({ x, y }: AlignedPair): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < x.length; row += 1) {
    if (!Number.isNaN(x[row]) && !Number.isNaN(y[row])) rows.push(row);
  }
  return Int32Array.from(rows);
}
