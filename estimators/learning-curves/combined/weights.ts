import { extrapolate } from '../extrapolate.ts';
import { DISTINCT_FAMILIES } from '../families/index.ts';
import type { FamilyFit } from '../fit-family.ts';
import type { SeenCurve } from '../seen-curve.ts';

/** A fit and the share of belief in it. */
export interface WeightedFit {
  readonly fit: FamilyFit;
  readonly weight: number;
}

/**
 * The fits of the distinct families that have an AICc and a value at the target, with their Akaike weights
 * e^(-AICc / 2) (Burnham and Anderson, 2002), heaviest first; none where there are too few epochs for any AICc.
 */
export function akaikeWeights(curve: SeenCurve): WeightedFit[] {
  const fits = DISTINCT_FAMILIES.map((family) => curve.fit(family)).filter(
    (fit) =>
      fit.status === 'ok' &&
      Number.isFinite(fit.aicc) &&
      Number.isFinite(extrapolate(fit, curve.target).value),
  ) as FamilyFit[];
  const least = Math.min(...fits.map(({ aicc }) => aicc));
  const beliefs = fits.map(({ aicc }) => Math.exp((least - aicc) / 2));
  const total = beliefs.reduce((sum, belief) => sum + belief, 0);
  return fits.map((fit, i) => ({ fit, weight: beliefs[i]! / total })).sort((a, b) => b.weight - a.weight);
}
