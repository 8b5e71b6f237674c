import { normalQuantileTwoSided } from '../../../src/rank/tail-probability.ts';
import { type CurveEstimator, fallBack, within } from '../estimator.ts';
import { extrapolate } from '../extrapolate.ts';
import { akaikeWeights } from './weights.ts';

/** All families, each by its Akaike weight; the interval counts how far they disagree. */
export const averageAicc: CurveEstimator = {
  name: 'average_aicc',
  title: 'Average by AICc',
  kind: 'combined',
  cite: 'Burnham and Anderson, 2002, section 4.3',
  default: true,
  estimate(curve) {
    const parts = akaikeWeights(curve).map(({ fit, weight }) => ({
      ...extrapolate(fit, curve.target),
      weight,
    }));
    if (parts.length === 0) return fallBack(curve, 'too-few-epochs');
    const value = parts.reduce((sum, part) => sum + part.weight * part.value, 0);
    const variance = parts.reduce(
      (sum, part) => sum + part.weight * (part.deviation ** 2 + (part.value - value) ** 2),
      0,
    );
    const reach = normalQuantileTwoSided(curve.confidence) * Math.sqrt(variance);
    return within(curve, {
      value,
      ...(Number.isFinite(reach) && { interval: [value - reach, value + reach] as const }),
    });
  },
};
