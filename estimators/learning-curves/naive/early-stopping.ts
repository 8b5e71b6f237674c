import type { CurveEstimator } from '../estimator.ts';

/** Epochs without a better value after which training is stopped. */
const PATIENCE = 5;

/** The value that early stopping would have kept: the best before the first five epochs that brought none better. */
export const earlyStopping: CurveEstimator = {
  name: 'early_stopping',
  title: 'Early stopping',
  kind: 'naive',
  cite: 'Prechelt, Neural Networks 1998, with a patience of 5 epochs',
  default: true,
  estimate({ values, better }) {
    const sign = better === 'higher' ? 1 : -1;
    let best = Number.NEGATIVE_INFINITY;
    let waited = 0;
    for (const value of values) {
      if (waited === PATIENCE) break;
      if (sign * value > best) [best, waited] = [sign * value, 0];
      else waited += 1;
    }
    return best === Number.NEGATIVE_INFINITY
      ? { value: values.find(Number.isFinite) ?? Number.NaN }
      : { value: sign * best };
  },
};
