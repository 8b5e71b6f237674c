import type { Interval } from '../rank/index.ts';

/** Why rows of the score table do not count; each row has one reason, the first that applies. */
export interface DroppedWhy {
  /** No row of the truth has this key. */
  readonly unmatched: number;
  /** Only its isomorphism class is in the truth, and there with several architectures. */
  readonly ambiguous: number;
  /** The truth holds no finite number here. */
  readonly target: number;
  /** The table holds no score here. */
  readonly missing: number;
  /** The score is NaN or infinite, and the policy is to drop it. */
  readonly nonfinite: number;
}

/** How well one proxy orders one target. Statistics are NaN where they are undefined, as for a constant column. */
export interface CorrelationRow {
  readonly proxy: string;
  readonly target: string;
  /** The best share of the truth that the row is restricted to; null for all of it. */
  readonly top: number | null;
  /** Architectures that count. */
  readonly n: number;
  /** Rows of the score table that do not count, the sum of `droppedWhy`; the same for a share as for all. */
  readonly dropped: number;
  readonly droppedWhy: DroppedWhy;
  /** Nonfinite scores that count, at the worst end. */
  readonly placedWorst: number;
  readonly spearman: number;
  readonly spearmanLow: number;
  readonly spearmanHigh: number;
  readonly spearmanP: number;
  /** Kendall's tau-b. */
  readonly kendall: number;
  readonly kendallLow: number;
  readonly kendallHigh: number;
  readonly kendallP: number;
  /** Vigna's weighted tau, hyperbolic weights, in which the best count most. */
  readonly weightedTau: number;
  /** Rows that share their score, and their truth, with another row. */
  readonly tiesProxy: number;
  readonly tiesTarget: number;
  /** Only for a share: the part of the best n by truth that the proxy too puts among its best n of all. */
  readonly precision: number | null;
  /** Only for a share: the best truth of all less the best among the proxy's best n, in the target's unit. */
  readonly regret: number | null;
  /** Bootstrap resamples behind the intervals; null for Fisher's. */
  readonly resamples: number | null;
}

/** What a table of correlations is made of: the rows, and what a reader must know to judge them. */
export interface CorrelationReport {
  readonly rows: readonly CorrelationRow[];
  readonly confidence: number;
  /** One sentence each: the join, the policies with their counts, ties, the intervals. */
  readonly notes: readonly string[];
}

/** Both ends under the names that a row gives them. */
export function intervalFields<Name extends 'spearman' | 'kendall'>(name: Name, [low, high]: Interval) {
  return { [`${name}Low`]: low, [`${name}High`]: high } as Record<`${Name}Low` | `${Name}High`, number>;
}
