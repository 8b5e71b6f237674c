import type { Encoded } from '../encoder.ts';
import { takeRows } from '../matrix.ts';
import type { Learner, PredictorDefinition } from '../predictor.ts';
import type { StateReader } from '../state-reader.ts';
import { boosting } from './boosting.ts';
import { drawer, permutation } from './draw.ts';
import { fitForest, randomForest } from './forest.ts';
import { gpRbf } from './gp.ts';

const FOLDS = 3;
/** Rounds of coordinate descent for the weights of three learners. */
const ROUNDS = 200;

/** The learners that are stacked; the forest is smaller than the one that stands alone. */
const BASES: readonly PredictorDefinition[] = [
  boosting,
  {
    ...randomForest,
    fit: ({ features }, targets, { seed }) =>
      fitForest(
        features,
        targets,
        { trees: 80, bootstrap: true, threshold: 'best', columns: 1 / 3, leaf: 1 },
        seed,
      ),
  },
  gpRbf,
];

/**
 * Boosted trees, a forest and a Gaussian process over everything that is known of an architecture, weighted by what they
 * say of training architectures that they have not seen: three folds, weights of least squares, none below zero.
 */
export const stacking: PredictorDefinition = {
  name: 'stack',
  title: 'boosting, forest and Gaussian process, weighted out of fold',
  cite: 'Wolpert, Neural Networks 5, 1992; Breiman, Machine Learning 24, 1996; White et al. (OMNI), NeurIPS 2021',
  reads: 'numbers',
  isTrained: true,
  isScaled: true,
  fit(inputs, targets, options) {
    const n = targets.length;
    const order = permutation(n, drawer(options.seed, 'stack'));
    const outside = BASES.map(() => new Float64Array(n));
    for (let fold = 0; fold < Math.min(FOLDS, n); fold += 1) {
      const held = order.filter((_, at) => at % FOLDS === fold);
      const kept = order.filter((_, at) => at % FOLDS !== fold);
      const known = Float64Array.from(kept, (row) => targets[row]!);
      BASES.forEach((base, b) => {
        const learner = base.fit(rowsOf(inputs, kept), known, options);
        const { mean } = learner.predict(rowsOf(inputs, held));
        held.forEach((row, at) => outside[b]!.set([mean[at]!], row));
      });
    }
    const weights = nonNegativeWeights(outside, targets);
    return stackOf(
      BASES.map((base) => base.fit(inputs, targets, options)),
      weights,
    );
  },
  restore(state: StateReader, options) {
    const weights = state.numbers('weights', BASES.length);
    const learners = state.parts('learners', BASES.length).map((part, b) => BASES[b]!.restore(part, options));
    return stackOf(learners, weights);
  },
};

function stackOf(learners: readonly Learner[], weights: Float64Array): Learner {
  return {
    predict(inputs) {
      const each = learners.map((learner) => learner.predict(inputs).mean);
      const mean = each[0]!.map((_, row) =>
        each.reduce((sum, values, b) => sum + weights[b]! * values[row]!, 0),
      );
      // How far the learners are apart, each counted by its weight.
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const deviation = mean.map((_, row) => {
        const centre = each.reduce((sum, values, b) => sum + weights[b]! * values[row]!, 0) / total;
        const spread = each.reduce((sum, values, b) => sum + weights[b]! * (values[row]! - centre) ** 2, 0);
        return Math.sqrt(spread / total);
      });
      return { mean, deviation };
    },
    save: () => ({ weights: [...weights], learners: learners.map((learner) => learner.save()) }),
  };
}

function rowsOf(inputs: Encoded, rows: Int32Array): Encoded {
  return { ...inputs, features: takeRows(inputs.features, rows) };
}

/** Weights of least squares none of which is negative, by coordinate descent; equal ones where all would be zero. */
export function nonNegativeWeights(columns: readonly Float64Array[], targets: Float64Array): Float64Array {
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const gram = columns.map((a) => columns.map((b) => product(a, b)));
  const along = columns.map((column) => product(column, targets));
  const weights = new Float64Array(columns.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let b = 0; b < weights.length; b += 1) {
      if (!(gram[b]![b]! > 0)) continue;
      const others = weights.reduce((sum, weight, o) => (o === b ? sum : sum + weight * gram[b]![o]!), 0);
      weights[b] = Math.max(0, (along[b]! - others) / gram[b]![b]!);
    }
  }
  return weights.some((weight) => weight > 0) ? weights : weights.fill(1 / weights.length);
}
