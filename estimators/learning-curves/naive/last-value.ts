import type { CurveEstimator } from '../estimator.ts';

/** The last value seen: early stopping on the validation metric. What every other estimator has to beat. */
export const lastValue: CurveEstimator = {
  name: 'last_value',
  title: 'Last value',
  kind: 'naive',
  cite: 'early stopping of Zoph et al., CVPR 2018',
  default: true,
  estimate: ({ last }) => ({ value: last }),
};
