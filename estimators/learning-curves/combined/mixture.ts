import { type CurveEstimator, fallBack, within } from '../estimator.ts';
import { sampleMixture } from './sample-mixture.ts';

/** The Bayesian mixture of families. */
export const mixture: CurveEstimator = {
  name: 'mcmc',
  title: 'Bayesian mixture by MCMC',
  kind: 'combined',
  cite: 'Domhan et al., IJCAI 2015',
  default: false,
  estimate(curve) {
    const sample = sampleMixture(curve);
    if (sample === undefined) return fallBack(curve, 'no-start');
    return within(curve, { value: sample.value, interval: sample.interval });
  },
};
