import type { CurveEstimator } from '../estimator.ts';

/** The best value seen so far, which neither spikes nor the low turns of a cyclic learning rate move. */
export const runningBest: CurveEstimator = {
  name: 'running_best',
  title: 'Running best',
  kind: 'naive',
  cite: '–',
  default: true,
  estimate({ values, better }) {
    const seen = values.filter(Number.isFinite);
    return { value: better === 'higher' ? Math.max(...seen) : Math.min(...seen) };
  },
};
