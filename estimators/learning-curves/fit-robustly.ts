import type { CurveFamily } from './families/family.ts';
import { type FailedFit, type FamilyFit, type FitOptions, fitFamily } from './fit-family.ts';

/** Tukey's constant: 95 % of the efficiency of plain least squares where the noise is normal. */
const CUT = 4.685;

/** Rounds of weighing anew. */
const ROUNDS = 8;

/**
 * Fits a family so that spikes and collapsed epochs hardly count: least squares again and again, a point weighted by
 * Tukey's bisquare of its residual in units of the median one (Beaton and Tukey, Technometrics 1974), from 1 on the
 * curve to 0 at 4.685 deviations. Given weights multiply.
 */
export function fitRobustly(
  family: CurveFamily,
  epochs: ArrayLike<number>,
  values: ArrayLike<number>,
  options: FitOptions = {},
): FamilyFit | FailedFit {
  let fit = fitFamily(family, epochs, values, options);
  for (let round = 0; round < ROUNDS && fit.status === 'ok'; round += 1) {
    const { parameters } = fit;
    const residuals = Float64Array.from(values, (value, i) =>
      Math.abs(value - family.value(parameters, epochs[i]!)),
    );
    const finite = residuals.filter(Number.isFinite).sort();
    // The median of |residual| of normal noise is 0.6745 deviations.
    const scale = finite[Math.floor(finite.length / 2)]! / 0.6745;
    if (!(scale > 0)) break;
    const weights = residuals.map((residual, i) => {
      const share = residual / (CUT * scale);
      return share < 1 ? (options.weights?.[i] ?? 1) * (1 - share * share) ** 2 : 0;
    });
    const next = fitFamily(family, epochs, values, { ...options, weights });
    if (next.status === 'failed') break;
    const settled = next.parameters.every(
      (value, i) => Math.abs(value - parameters[i]!) <= 1e-6 * Math.abs(value),
    );
    fit = next;
    if (settled) break;
  }
  return fit;
}
