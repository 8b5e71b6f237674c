import { type CurveEstimator, fallBack, within } from './estimator.ts';
import { extrapolate, predictionInterval } from './extrapolate.ts';
import type { CurveFamily } from './families/family.ts';

/** The estimator that fits one family and reads it off at the target. */
export function parametric(family: CurveFamily): CurveEstimator {
  return {
    name: family.name,
    title: family.title,
    kind: 'parametric',
    cite: family.cite,
    default: true,
    estimate(curve) {
      const fit = curve.fit(family);
      if (fit.status === 'failed') return fallBack(curve, fit.code);
      const { value } = extrapolate(fit, curve.target);
      if (!Number.isFinite(value)) return fallBack(curve, 'not-finite');
      const interval = predictionInterval(fit, curve.target, curve.confidence);
      return within(curve, { value, ...(interval && { interval }) });
    },
  };
}
