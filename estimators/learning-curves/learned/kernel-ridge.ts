import { thinSvd } from '../../../src/linalg/thin-svd.ts';
import { type Learner, PENALTIES } from './learner.ts';

/** Inverse squared widths of the kernel, times the number of features. */
const WIDTHS = [0.01, 0.03, 0.1, 0.3, 1, 3];

/**
 * Ridge regression on Gaussian kernels, the mean of a Gaussian process; width and penalty by leave-one-out error.
 */
export const kernelRidge: Learner = {
  name: 'kernel_ridge',
  title: 'Kernel ridge regression',
  cite: 'Baker et al., ICLR 2018 workshop, with squared loss for their nu-SVR; Saunders et al., ICML 1998',
  learn(features, targets) {
    const n = targets.length;
    const d = features.length / n;
    const squares = squaredDistances(features, n, d);
    let best = {
      error: Number.POSITIVE_INFINITY,
      gamma: 0,
      leftOut: new Float64Array(n),
      dual: new Float64Array(n),
    };
    for (const width of WIDTHS) {
      const gamma = width / d;
      const { left, values } = thinSvd(
        squares.map((square) => Math.exp(-gamma * square)),
        n,
        n,
      );
      const projected = new Float64Array(n);
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j < n; j += 1) projected[j]! += left[i * n + j]! * targets[i]!;
      for (const penalty of PENALTIES) {
        const dual = new Float64Array(n);
        const leftOut = new Float64Array(n);
        let error = 0;
        for (let i = 0; i < n; i += 1) {
          let inverse = 0;
          for (let j = 0; j < n; j += 1) {
            const u = left[i * n + j]!;
            dual[i]! += (u * projected[j]!) / (values[j]! + penalty);
            inverse += (u * u) / (values[j]! + penalty);
          }
          leftOut[i] = dual[i]! / inverse;
          error += leftOut[i]! ** 2;
        }
        if (error < best.error) best = { error, gamma, leftOut, dual };
      }
    }
    return {
      leftOut: best.leftOut,
      predict(row) {
        let sum = 0;
        for (let i = 0; i < n; i += 1) {
          let square = 0;
          for (let k = 0; k < d; k += 1) square += (row[k]! - features[i * d + k]!) ** 2;
          sum += best.dual[i]! * Math.exp(-best.gamma * square);
        }
        return sum;
      },
    };
  },
};

function squaredDistances(features: Float64Array, n: number, d: number): Float64Array {
  const squares = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      let square = 0;
      for (let k = 0; k < d; k += 1) square += (features[i * d + k]! - features[j * d + k]!) ** 2;
      squares[i * n + j] = square;
      squares[j * n + i] = square;
    }
  }
  return squares;
}
