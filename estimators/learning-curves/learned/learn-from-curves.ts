import type { Estimate } from '../estimator.ts';
import type { Learner } from './learner.ts';

/** A learner that has seen its training curves. */
export interface TrainedEstimator {
  estimate(features: Float64Array): Estimate;
}

/**
 * Trains a learner on features and final values. Features are standardised by the training curves, those that do
 * not vary among them left out; intervals reach as far as the training curves' left-out errors do (the jackknife of
 * Barber et al., Ann. Statist. 2021, in its simplest form).
 */
export function learnFromCurves(
  learner: Learner,
  features: readonly Float64Array[],
  finals: readonly number[],
  confidence: number,
): TrainedEstimator {
  const n = finals.length;
  const kept: { column: number; mean: number; deviation: number }[] = [];
  for (let column = 0; column < (features[0]?.length ?? 0); column += 1) {
    const { mean, deviation } = moments(features.map((row) => row[column]!));
    if (deviation > 1e-12 * Math.abs(mean)) kept.push({ column, mean, deviation });
  }
  const standardise = (row: Float64Array): Float64Array =>
    Float64Array.from(kept, ({ column, mean, deviation }) => (row[column]! - mean) / deviation);
  const matrix = new Float64Array(n * kept.length);
  features.forEach((row, i) => matrix.set(standardise(row), i * kept.length));
  const target = moments(finals);
  const scale = target.deviation > 0 ? target.deviation : 1;
  const model =
    kept.length === 0
      ? { predict: () => 0, leftOut: Float64Array.from(finals, (value) => (value - target.mean) / scale) }
      : learner.learn(
          matrix,
          Float64Array.from(finals, (value) => (value - target.mean) / scale),
        );
  const errors = model.leftOut.map(Math.abs).sort();
  const reach = scale * errors[Math.min(n, Math.ceil(confidence * (n + 1))) - 1]!;
  return {
    estimate(row) {
      const value = target.mean + scale * model.predict(standardise(row));
      return { value, interval: [value - reach, value + reach] };
    },
  };
}

function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
