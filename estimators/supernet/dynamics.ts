import {
  bootstrapIntervals,
  type Interval,
  kendall,
  precisionAtK,
  spearman,
  topShare,
} from '../../src/rank/index.ts';

/** How well a supernet orders architectures at one moment. */
export interface SupernetMoment {
  /** Architectures. */
  readonly n: number;
  readonly spearman: number;
  readonly spearmanInterval: Interval;
  readonly kendall: number;
  readonly kendallInterval: Interval;
  /** Architectures in the best share of the truth. */
  readonly topN: number;
  /** Among those alone. */
  readonly topSpearman: number;
  readonly topKendall: number;
  /** The part of the best `topN` by truth that the supernet too puts among its best `topN`. */
  readonly topOverlap: number;
}

/** Rank correlation of inherited accuracies with the truth, over all and within the best share of the truth. */
export function supernetMoment(
  accuracies: ArrayLike<number>,
  truth: ArrayLike<number>,
  top = 0.1,
): SupernetMoment {
  const rows = topShare(truth, top);
  const best = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
  const [seen, true_] = [best(accuracies), best(truth)];
  const intervals = bootstrapIntervals(accuracies, truth);
  const few = rows.length < 2;
  return {
    n: truth.length,
    spearman: spearman(accuracies, truth),
    spearmanInterval: intervals.spearman,
    kendall: kendall(accuracies, truth),
    kendallInterval: intervals.kendall,
    topN: rows.length,
    topSpearman: few ? Number.NaN : spearman(seen, true_),
    topKendall: few ? Number.NaN : kendall(seen, true_),
    topOverlap: rows.length === 0 ? Number.NaN : precisionAtK(accuracies, truth, rows.length),
  };
}
