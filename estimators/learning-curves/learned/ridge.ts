import { thinSvd } from '../../../src/linalg/thin-svd.ts';
import { type Learner, PENALTIES } from './learner.ts';

/** Linear regression with a penalty on squared coefficients, which leave-one-out error chooses in closed form. */
export const ridge: Learner = {
  name: 'ridge',
  title: 'Ridge regression',
  cite: 'Baker et al., ICLR 2018 workshop, with ridge for their nu-SVR; Hoerl and Kennard, 1970',
  learn(features, targets) {
    const n = targets.length;
    const d = features.length / n;
    const { rank, left, values, right } = thinSvd(features, n, d);
    const projected = new Float64Array(rank);
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < rank; j += 1) projected[j]! += left[i * rank + j]! * targets[i]!;
    }
    let best = { error: Number.POSITIVE_INFINITY, penalty: 0, leftOut: new Float64Array(n) };
    for (const share of PENALTIES) {
      const penalty = share * n;
      const leftOut = new Float64Array(n);
      let error = 0;
      for (let i = 0; i < n; i += 1) {
        // The intercept, the mean, takes one n-th of every row's leverage.
        let leverage = 1 / n;
        let fitted = 0;
        for (let j = 0; j < rank; j += 1) {
          const kept = values[j]! ** 2 / (values[j]! ** 2 + penalty);
          leverage += kept * left[i * rank + j]! ** 2;
          fitted += kept * left[i * rank + j]! * projected[j]!;
        }
        leftOut[i] = (targets[i]! - fitted) / Math.max(1 - leverage, 1e-12);
        error += leftOut[i]! ** 2;
      }
      if (error < best.error) best = { error, penalty, leftOut };
    }
    const coefficients = new Float64Array(d);
    for (let j = 0; j < rank; j += 1) {
      const factor = (values[j]! / (values[j]! ** 2 + best.penalty)) * projected[j]!;
      for (let k = 0; k < d; k += 1) coefficients[k]! += right[k * rank + j]! * factor;
    }
    return {
      leftOut: best.leftOut,
      predict: (row) => row.reduce((sum, value, k) => sum + value * coefficients[k]!, 0),
    };
  },
};
