import { gramSvd } from '../../../src/linalg/gram-svd.ts';
import type { Matrix } from '../matrix.ts';
import type { PredictorDefinition } from '../predictor.ts';
import { centred, dot, type LinearModel, linearLearner, restoreLinear } from './linear-model.ts';

/** Shape and rate of the Gamma priors on both precisions: as good as none. */
const PRIOR = 1e-6;
const ROUNDS = 300;

/**
 * Bayesian linear regression: Gaussian prior on the coefficients and Gaussian noise, both precisions by maximising the
 * evidence (MacKay, Neural Computation 4, 1992), the rounds of scikit-learn's `BayesianRidge`.
 * @param tolerance stops when the coefficients move by less altogether
 */
export function fitBayesianLinear(features: Matrix, targets: Float64Array, tolerance = 1e-6): LinearModel {
  const { features: x, centre, targets: y, mean } = centred(features, targets);
  const { rows, columns } = x;
  const { values, left, right } = gramSvd(x.values, rows, columns);
  const along = values.map((_, k) => dot(left.subarray(k * rows, (k + 1) * rows), y));
  const total = dot(y, y);
  let noisePrecision = 1 / (total / rows + Number.EPSILON);
  let precision = 1;
  let weights = new Float64Array(values.length);
  const solve = (): Float64Array<ArrayBuffer> =>
    values.map((value, k) => (along[k]! * value) / (value ** 2 + precision / noisePrecision));
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = solve();
    const moved = next.reduce((sum, weight, k) => sum + Math.abs(weight - weights[k]!), 0);
    weights = next;
    if (round > 0 && moved < tolerance) break;
    let effective = 0;
    let error = total;
    values.forEach((value, k) => {
      effective += (noisePrecision * value ** 2) / (precision + noisePrecision * value ** 2);
      error += (value * weights[k]!) ** 2 - 2 * value * weights[k]! * along[k]!;
    });
    precision = (effective + 2 * PRIOR) / (dot(weights, weights) + 2 * PRIOR);
    noisePrecision = (rows - effective + 2 * PRIOR) / (Math.max(0, error) + 2 * PRIOR);
  }
  weights = solve();
  const coefficients = new Float64Array(columns);
  weights.forEach((weight, k) => {
    for (let column = 0; column < columns; column += 1)
      coefficients[column]! += weight * right[k * columns + column]!;
  });
  return {
    mean,
    centre,
    coefficients,
    posterior: {
      noise: 1 / noisePrecision,
      rest: 1 / precision,
      axes: right,
      variances: values.map((value) => 1 / (noisePrecision * value ** 2 + precision)),
    },
  };
}

export const bayesianLinear: PredictorDefinition = {
  name: 'bayesian-linear',
  title: 'Bayesian linear regression, precisions by evidence',
  cite: 'MacKay, Neural Computation 4, 1992; Bishop 2006',
  reads: 'numbers',
  isTrained: true,
  isScaled: true,
  fit: ({ features }, targets) => linearLearner(fitBayesianLinear(features, targets)),
  restore: restoreLinear,
};
