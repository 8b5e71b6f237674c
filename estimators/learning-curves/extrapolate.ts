import { studentQuantileTwoSided } from '../../src/rank/tail-probability.ts';
import type { FamilyFit } from './fit-family.ts';

/** What a fit says about one epoch. */
export interface Extrapolation {
  readonly value: number;
  /** Standard deviation of a new value about it: the noise and the doubt about the parameters. NaN without freedom. */
  readonly deviation: number;
}

/** The curve at an epoch, with the deviation of a new value there by the delta method. */
export function extrapolate(fit: FamilyFit, epoch: number): Extrapolation {
  const k = fit.parameters.length;
  const gradient = new Float64Array(k);
  fit.family.gradient(fit.parameters, epoch, gradient);
  let variance = fit.deviation ** 2;
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j < k; j += 1) {
      const known = fit.covariance[i * k + j]!;
      if (known !== 0) variance += gradient[i]! * known * gradient[j]!;
    }
  }
  // Rounding of a covariance with long narrow valleys may leave less than the noise.
  return {
    value: fit.family.value(fit.parameters, epoch),
    deviation: Math.sqrt(Math.max(variance, fit.deviation ** 2)),
  };
}

/** The interval that holds a new value with the given confidence, by Student's t; undefined without freedom. */
export function predictionInterval(
  fit: FamilyFit,
  epoch: number,
  confidence: number,
): readonly [number, number] | undefined {
  const { value, deviation } = extrapolate(fit, epoch);
  const freedom = fit.points - fit.parameters.length;
  if (freedom < 1 || !Number.isFinite(deviation)) return undefined;
  const reach = studentQuantile(confidence, freedom) * deviation;
  return [value - reach, value + reach];
}

const quantiles = new Map<string, number>();

/** Quantiles are found by bisection, and few are asked for, often. */
function studentQuantile(confidence: number, freedom: number): number {
  const key = `${confidence} ${freedom}`;
  let quantile = quantiles.get(key);
  if (quantile === undefined) {
    quantile = studentQuantileTwoSided(confidence, freedom);
    quantiles.set(key, quantile);
  }
  return quantile;
}
