import type { CurveEstimator } from '../estimator.ts';

/** How much an epoch weighs in the moving average, for each epoch that it lies back. */
const DECAY = 0.9;

/** Minus a weighted sum of the training losses seen: a network that learns fast generalises well. */
function trainingLosses(
  name: string,
  title: string,
  weightOf: (epochsBack: number) => number,
): CurveEstimator {
  return {
    name,
    title,
    kind: 'rank',
    cite: 'Ru et al., NeurIPS 2021',
    default: true,
    needsLosses: true,
    estimate({ losses = [] }) {
      const weighted = losses.map((loss, i) => {
        const weight = weightOf(losses.length - 1 - i);
        // An epoch that does not count may have diverged.
        return weight === 0 ? 0 : weight * loss;
      });
      return { value: -weighted.reduce((sum, loss) => sum + loss, 0) };
    },
  };
}

/** Sum of training losses. */
export const sotl = trainingLosses('sotl', 'Sum of training losses', () => 1);

/** Of the last epoch alone, which measured best in the paper. */
export const sotlE = trainingLosses('sotl_e', 'Training loss of the last epoch', (back) =>
  back < 1 ? 1 : 0,
);

/** Exponential moving average. */
export const sotlEma = trainingLosses(
  'sotl_ema',
  'Moving average of training losses',
  (back) => DECAY ** back,
);
