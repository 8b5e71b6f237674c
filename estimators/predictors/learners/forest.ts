import type { Encoded } from '../encoder.ts';
import { type Matrix, rowOf } from '../matrix.ts';
import type { Learner, PredictorDefinition } from '../predictor.ts';
import type { StateReader } from '../state-reader.ts';
import { drawer } from './draw.ts';
import { growTree } from './grow-tree.ts';
import { predictTree, type RegressionTree, readTree, saveTree, sortColumns } from './regression-tree.ts';

export interface ForestOptions {
  readonly trees: number;
  /** Rows drawn with replacement for each tree, or all of them. */
  readonly bootstrap: boolean;
  readonly threshold: 'best' | 'random';
  /** Share of the columns that each split looks at. */
  readonly columns: number;
  readonly leaf: number;
}

/** The mean of trees that differ in the rows and columns they saw; their spread is its deviation. */
export function fitForest(
  features: Matrix,
  targets: Float64Array,
  options: ForestOptions,
  seed: number,
): Learner {
  const { rows, columns } = features;
  const sorted = sortColumns(features);
  const draw = drawer(seed, 'forest');
  const growing = {
    depth: Number.POSITIVE_INFINITY,
    leaf: options.leaf,
    columns: Math.max(1, Math.floor(options.columns * columns)),
    threshold: options.threshold,
  };
  const trees = Array.from({ length: options.trees }, () => {
    const weights = new Float64Array(rows).fill(options.bootstrap ? 0 : 1);
    if (options.bootstrap) for (let i = 0; i < rows; i += 1) weights[Math.floor(draw() * rows)]! += 1;
    return growTree(sorted, targets, weights, growing, draw);
  });
  return forestOf(trees, columns);
}

function forestOf(trees: readonly RegressionTree[], columns: number): Learner {
  return {
    predict({ features }) {
      const mean = new Float64Array(features.rows);
      const deviation = new Float64Array(features.rows);
      for (let row = 0; row < features.rows; row += 1) {
        const values = trees.map((tree) => predictTree(tree, rowOf(features, row)));
        const centre = values.reduce((total, value) => total + value, 0) / trees.length;
        mean[row] = centre;
        const spread = values.reduce((total, value) => total + (value - centre) ** 2, 0);
        deviation[row] = Math.sqrt(spread / trees.length);
      }
      return { mean, deviation };
    },
    save: () => ({ columns, trees: trees.map(saveTree) }),
  };
}

function restore(state: StateReader): Learner {
  const columns = state.count('columns');
  const trees = state.parts('trees').map((tree) => readTree(tree, columns));
  if (trees.length === 0) throw state.wrong('has no trees');
  return forestOf(trees, columns);
}

const common = {
  reads: 'numbers',
  isTrained: true,
  isScaled: false,
  restore,
} as const satisfies Partial<PredictorDefinition>;

const FOREST: ForestOptions = { trees: 200, bootstrap: true, threshold: 'best', columns: 1 / 3, leaf: 1 };
const EXTRA_TREES: ForestOptions = { ...FOREST, bootstrap: false, threshold: 'random' };

export const randomForest: PredictorDefinition = {
  ...common,
  name: 'random-forest',
  title: 'random forest of 200 trees',
  cite: 'Breiman, Machine Learning 45, 2001',
  fit: ({ features }: Encoded, targets, { seed }) => fitForest(features, targets, FOREST, seed),
};

export const extraTrees: PredictorDefinition = {
  ...common,
  name: 'extra-trees',
  title: 'extremely randomised trees, 200 of them',
  cite: 'Geurts et al., Machine Learning 63, 2006',
  fit: ({ features }: Encoded, targets, { seed }) => fitForest(features, targets, EXTRA_TREES, seed),
};
