/**
 * Rank statistics: pure functions of columns of numbers, each checked against scipy or an O(n^2) oracle.
 *
 * All take any array-like of numbers and throw an InputError on NaN, which has no rank: the caller decides whether
 * such a row is dropped or placed. A constant column leaves a correlation undefined, and the result is NaN.
 * Higher is better wherever better matters; negate a column where lower is.
 *
 * @example
 * import { bootstrapIntervals, kendall, spearman } from 'nasprobe/rank';
 * const scores = [3.1, 2.2, 5.9, 4.4];
 * const accuracy = [71.2, 70.1, 72.8, 73.0];
 * spearman(scores, accuracy); // 0.8
 * kendall(scores, accuracy); // 0.667
 * bootstrapIntervals(scores, accuracy, { confidence: 0.9, seed: 1 }).kendall; // [low, high]
 *
 * @module
 */

// Several rankings as one
export { AGGREGATIONS, type Aggregation, findAggregation } from './aggregations.ts';
export { type BestOfDraw, bestOfDraw } from './best-of-draw.ts';
export {
  type BootstrapOptions,
  bootstrapIntervals,
  bootstrapIntervalsOf,
  defaultResamples,
  type RankIntervals,
} from './bootstrap.ts';
export { type DrawsUntil, drawsUntil } from './draws-until.ts';
export { kendallFisherInterval, spearmanFisherInterval } from './fisher-interval.ts';
export { markedInDraw } from './hypergeometric.ts';
export {
  type AlignedPair,
  jointBootstrap,
  type ResampledStatistics,
} from './joint-bootstrap.ts';
export { kendall, kendallPairs, type PairCounts, pairCountsOf, tauB } from './kendall.ts';
export { logRankSum } from './log-rank-sum.ts';
export { majorityVote } from './majority-vote.ts';
// Ranks
export { midranks } from './midranks.ts';
// How far to trust them
export { kendallPValue, kendallPValueOf, spearmanPValue } from './p-value.ts';
export { paretoFront } from './pareto-front.ts';
// Beyond what else is known
export { partialKendall, partialSpearman } from './partial.ts';
export { type Interval, percentileInterval } from './percentile-interval.ts';
export { precisionAtK } from './precision-at-k.ts';
export { rankSum } from './rank-sum.ts';
// The parts, for whoever computes several statistics of one pair
export { type RankedPair, rankPair } from './ranked-pair.ts';
export { recallOfBest } from './recall.ts';
export { regretAtK, regretsAtK } from './regret.ts';
// Correlations
export { spearman, spearmanOf } from './spearman.ts';
// The top of the list
export { bestRows, topShare } from './top-share.ts';
export { type WeightedTauOptions, weightedTau } from './weighted-tau.ts';
