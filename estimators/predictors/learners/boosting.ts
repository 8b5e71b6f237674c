import type { Encoded } from '../encoder.ts';
import { type Matrix, rowOf } from '../matrix.ts';
import type { Learner, PredictorDefinition } from '../predictor.ts';
import type { StateReader } from '../state-reader.ts';
import { drawer, permutation } from './draw.ts';
import { growTree } from './grow-tree.ts';
import { predictTree, type RegressionTree, readTree, saveTree, sortColumns } from './regression-tree.ts';

export interface BoostingOptions {
  readonly trees: number;
  readonly rate: number;
  readonly depth: number;
  readonly leaf: number;
  /** Share of the rows that each tree sees. */
  readonly rows: number;
  /** Share of the columns that each split looks at. */
  readonly columns: number;
}

/** Trees one after the other, each fitted to what the ones before leave over of the squared error. */
export function fitBoosting(
  features: Matrix,
  targets: Float64Array,
  options: BoostingOptions,
  seed: number,
): Learner {
  const { rows, columns } = features;
  const sorted = sortColumns(features);
  const draw = drawer(seed, 'boosting');
  const base = targets.reduce((total, target) => total + target, 0) / rows;
  const fitted = new Float64Array(rows).fill(base);
  const growing = {
    depth: options.depth,
    leaf: options.leaf,
    columns: Math.max(1, Math.floor(options.columns * columns)),
    threshold: 'best' as const,
  };
  const seen = Math.max(1, Math.floor(options.rows * rows));
  const trees = Array.from({ length: options.trees }, () => {
    const weights = new Float64Array(rows).fill(seen < rows ? 0 : 1);
    if (seen < rows) for (const row of permutation(rows, draw).subarray(0, seen)) weights[row] = 1;
    const left = targets.map((target, row) => target - fitted[row]!);
    const tree = growTree(sorted, left, weights, growing, draw);
    for (let row = 0; row < rows; row += 1)
      fitted[row]! += options.rate * predictTree(tree, rowOf(features, row));
    return tree;
  });
  return boostedOf(base, options.rate, trees, columns);
}

function boostedOf(base: number, rate: number, trees: readonly RegressionTree[], columns: number): Learner {
  return {
    predict({ features }) {
      const mean = new Float64Array(features.rows);
      for (let row = 0; row < features.rows; row += 1) {
        const values = rowOf(features, row);
        mean[row] = trees.reduce((total, tree) => total + rate * predictTree(tree, values), base);
      }
      return { mean, deviation: null };
    },
    save: () => ({ base, rate, columns, trees: trees.map(saveTree) }),
  };
}

function restore(state: StateReader): Learner {
  const columns = state.count('columns');
  const trees = state.parts('trees').map((tree) => readTree(tree, columns));
  return boostedOf(state.number('base'), state.number('rate'), trees, columns);
}

const OPTIONS: BoostingOptions = { trees: 300, rate: 0.05, depth: 4, leaf: 2, rows: 0.6, columns: 0.4 };

export const boosting: PredictorDefinition = {
  name: 'boosting',
  title: 'gradient-boosted trees, 300 of depth 4',
  cite: 'Friedman, Annals of Statistics 29, 2001; Chen and Guestrin (XGBoost), KDD 2016',
  reads: 'numbers',
  isTrained: true,
  isScaled: false,
  fit: ({ features }: Encoded, targets, { seed }) => fitBoosting(features, targets, OPTIONS, seed),
  restore,
};
