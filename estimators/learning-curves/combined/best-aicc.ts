import { type CurveEstimator, fallBack, within } from '../estimator.ts';
import { extrapolate, predictionInterval } from '../extrapolate.ts';
import { akaikeWeights } from './weights.ts';

/** The family with the least AICc. */
export const bestAicc: CurveEstimator = {
  name: 'best_aicc',
  title: 'Best by AICc',
  kind: 'combined',
  cite: 'Hurvich and Tsai, Biometrika 1989',
  default: true,
  estimate(curve) {
    const [best] = akaikeWeights(curve);
    if (best === undefined) return fallBack(curve, 'too-few-epochs');
    const interval = predictionInterval(best.fit, curve.target, curve.confidence);
    return within(curve, {
      value: extrapolate(best.fit, curve.target).value,
      ...(interval && { interval }),
    });
  },
};
