import { logRankSum } from '../../../src/rank/log-rank-sum.ts';
import { majorityVote } from '../../../src/rank/majority-vote.ts';
import { midranks } from '../../../src/rank/midranks.ts';
import { rankSum } from '../../../src/rank/rank-sum.ts';
import type { Encoded } from '../encoder.ts';
import { columnOf } from '../matrix.ts';
import type { Learner, PredictorDefinition } from '../predictor.ts';

/** Combines the ranks that the proxies give the architectures asked about: shares in (0, 1], the best 1, a proxy a row. */
type Combine = (shares: readonly Float64Array[]) => Float64Array;

const ROUNDS = 20;

/** The rank of each architecture among those asked about, by each proxy, its better end up. */
function rankShares({ features, sign }: Encoded): Float64Array[] {
  return sign.map((way, column) => {
    const ranks = midranks(columnOf(features, column).map((value) => way * value));
    return ranks.map((rank) => rank / features.rows);
  });
}

/**
 * Each proxy is taken as a measurement of one hidden order, and weighted by the inverse of its mean squared distance
 * from the consensus of the others, round by round.
 */
const inverseVariance: Combine = (shares) => {
  let weights = shares.map(() => 1 / shares.length);
  const consensus = (skipped: number): Float64Array => {
    const total = weights.reduce((sum, weight, at) => (at === skipped ? sum : sum + weight), 0);
    return shares[0]!.map((_, row) =>
      shares.reduce(
        (sum, share, at) => (at === skipped ? sum : sum + (weights[at]! * share[row]!) / total),
        0,
      ),
    );
  };
  if (shares.length > 1) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const precisions = shares.map((share, at) => {
        const others = consensus(at);
        const error = share.reduce((sum, value, row) => sum + (value - others[row]!) ** 2, 0) / share.length;
        return 1 / Math.max(error, 1e-9);
      });
      const total = precisions.reduce((sum, precision) => sum + precision, 0);
      weights = precisions.map((precision) => precision / total);
    }
  }
  return consensus(-1);
};

function ensemble(name: string, title: string, cite: string, combine: Combine): PredictorDefinition {
  const learner: Learner = {
    predict: (inputs) => ({ mean: combine(rankShares(inputs)), deviation: null }),
    save: () => ({}),
  };
  return {
    name,
    title: `${title}, no training`,
    cite,
    reads: 'scores',
    isTrained: false,
    isScaled: false,
    fit: () => learner,
    restore: () => learner,
  };
}

/** Ensembles of proxies that need no accuracies. They rank the architectures asked about among each other. */
export const UNTRAINED: readonly PredictorDefinition[] = [
  ensemble('rank-sum', 'sum of the ranks by each proxy', 'Borda 1781', rankSum),
  ensemble(
    'majority-vote',
    'pairs won by majority of the proxies',
    'Abdelfattah et al., ICLR 2021',
    majorityVote,
  ),
  ensemble(
    'log-rank-sum',
    'sum of the logarithms of the ranks',
    'Lee and Ham (AZ-NAS), CVPR 2024',
    logRankSum,
  ),
  ensemble(
    'inverse-variance',
    'ranks weighted by agreement with the other proxies',
    'Cochran, Biometrics 10, 1954',
    inverseVariance,
  ),
];
