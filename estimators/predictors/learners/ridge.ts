import { gramSvd } from '../../../src/linalg/gram-svd.ts';
import type { Matrix } from '../matrix.ts';
import type { PredictorDefinition } from '../predictor.ts';
import { centred, dot, type LinearModel, linearLearner, restoreLinear } from './linear-model.ts';

/** Penalties tried: thirds of decades from 10^-3 to 10^4. */
const PENALTIES = Array.from({ length: 22 }, (_, i) => 10 ** (i / 3 - 3));

/**
 * Ridge regression (Hoerl and Kennard 1970) with the penalty of least leave-one-out error, which the singular value
 * decomposition gives in closed form for all penalties.
 */
export function fitRidge(
  features: Matrix,
  targets: Float64Array,
  penalties: readonly number[] = PENALTIES,
): LinearModel {
  const { features: x, centre, targets: y, mean } = centred(features, targets);
  const { rows, columns } = x;
  const { values, left, right } = gramSvd(x.values, rows, columns);
  const along = values.map((_, k) => dot(left.subarray(k * rows, (k + 1) * rows), y));
  let best = { penalty: penalties[0]!, error: Number.POSITIVE_INFINITY };
  for (const penalty of penalties) {
    const shrink = values.map((value) => value ** 2 / (value ** 2 + penalty));
    let error = 0;
    for (let row = 0; row < rows; row += 1) {
      let [fitted, leverage] = [0, 1 / rows];
      for (let k = 0; k < values.length; k += 1) {
        const entry = left[k * rows + row]!;
        fitted += entry * shrink[k]! * along[k]!;
        leverage += entry ** 2 * shrink[k]!;
      }
      error += ((y[row]! - fitted) / (1 - leverage)) ** 2;
    }
    if (error < best.error) best = { penalty, error };
  }
  const coefficients = new Float64Array(columns);
  values.forEach((value, k) => {
    const weight = (along[k]! * value) / (value ** 2 + best.penalty);
    for (let column = 0; column < columns; column += 1)
      coefficients[column]! += weight * right[k * columns + column]!;
  });
  return { mean, centre, coefficients, posterior: null };
}

export const ridge: PredictorDefinition = {
  name: 'ridge',
  title: 'ridge regression, penalty by leave-one-out error',
  cite: 'Hoerl and Kennard, Technometrics 12, 1970',
  reads: 'numbers',
  isTrained: true,
  isScaled: true,
  fit: ({ features }, targets) => linearLearner(fitRidge(features, targets)),
  restore: restoreLinear,
};
