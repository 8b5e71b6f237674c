import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitBayesianLinear } from '../../estimators/predictors/learners/bayesian-linear.ts';
import { fitBoosting } from '../../estimators/predictors/learners/boosting.ts';
import { hammingDistance, squaredDistance } from '../../estimators/predictors/learners/distances.ts';
import { drawer } from '../../estimators/predictors/learners/draw.ts';
import {
  conditioned,
  fitGaussianProcess,
  logMarginalLikelihood,
} from '../../estimators/predictors/learners/gaussian-process.ts';
import { growTree } from '../../estimators/predictors/learners/grow-tree.ts';
import { type LinearModel, linearLearner } from '../../estimators/predictors/learners/linear-model.ts';
import { predictTree, sortColumns } from '../../estimators/predictors/learners/regression-tree.ts';
import { fitRidge } from '../../estimators/predictors/learners/ridge.ts';
import { type Matrix, rowOf } from '../../estimators/predictors/matrix.ts';
import type { Prediction } from '../../estimators/predictors/predictor.ts';
import { encodedNumbers } from './encoded.ts';

interface Golden {
  readonly rows: number;
  readonly columns: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly queries: readonly number[];
  readonly ridge: { readonly penalty: number; readonly mean: number[]; readonly fixed: number[] };
  readonly bayes: { readonly mean: number[]; readonly std: number[]; readonly noise: number };
  readonly gp: {
    readonly mean: number[];
    readonly std: number[];
    readonly likelihood: number;
    readonly slope: number[];
    readonly best: number;
  };
  readonly hamming: number[];
  readonly tree: number[];
  readonly fullTree: number[];
  readonly boosted: number[];
  readonly narrow: number[];
}

const { cases } = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as {
  cases: Golden[];
};

function expectClose(actual: ArrayLike<number> | null, expected: readonly number[], tolerance: number): void {
  expect(actual?.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual![i]! - value), `entry ${i}: ${actual![i]} for ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}

describe.each(cases)('against scikit-learn: $rows rows, $columns columns', (golden) => {
  const { rows, columns } = golden;
  const x: Matrix = { rows, columns, values: Float64Array.from(golden.x) };
  const y = Float64Array.from(golden.y);
  const queries: Matrix = {
    rows: golden.queries.length / columns,
    columns,
    values: Float64Array.from(golden.queries),
  };
  const linear = (model: LinearModel): Prediction => linearLearner(model).predict(encodedNumbers(queries));
  const scales = { amplitude: 1.7, noise: 0.09, rates: [1 / (2 * 1.3 ** 2)] };
  const every = squaredDistance(Array.from({ length: columns }, (_, column) => column));

  it('ridge, one penalty and by leave-one-out', () => {
    expectClose(linear(fitRidge(x, y, [0.5])).mean, golden.ridge.fixed, 1e-9);
    expectClose(linear(fitRidge(x, y)).mean, golden.ridge.mean, 1e-9);
  });

  it('Bayesian linear regression, mean and deviation', () => {
    const { mean, deviation } = linear(fitBayesianLinear(x, y, 1e-12));
    expectClose(mean, golden.bayes.mean, 1e-6);
    expectClose(deviation, golden.bayes.std, 1e-6);
  });

  it('Gaussian process with given scales, mean and deviation', () => {
    const { mean, deviation } = conditioned(x, y, [every], scales).predict(queries);
    expectClose(mean, golden.gp.mean, 1e-9);
    expectClose(deviation, golden.gp.std, 1e-9);
  });

  it('marginal likelihood, its slope, and its maximum', () => {
    const { value, gradient } = logMarginalLikelihood([every(x, x)], y, scales);
    expect(value).toBeCloseTo(golden.gp.likelihood, 9);
    // scikit-learn's slopes are along the logarithms of amplitude, length and noise; a length is a rate to the -1/2.
    const [amplitude, length, noise] = golden.gp.slope;
    expectClose(gradient, [amplitude!, noise!, -length! / 2], 1e-8);
    const best = fitGaussianProcess(x, y, [every]);
    const reached = logMarginalLikelihood([every(x, x)], y, best.scales).value;
    expect(reached).toBeGreaterThan(golden.gp.best - 1e-3);
  });

  it('Gaussian process on edits, against numpy', () => {
    const signs = (matrix: Matrix): Matrix => ({ ...matrix, values: matrix.values.map(Math.sign) });
    const process = conditioned(signs(x), y, [hammingDistance], { ...scales, rates: [0.4] });
    expectClose(process.predict(signs(queries)).mean, golden.hamming, 1e-9);
  });

  /** The first column alone. */
  const first = (matrix: Matrix): Matrix => ({
    rows: matrix.rows,
    columns: 1,
    values: matrix.values.filter((_, at) => at % columns === 0),
  });

  it('trees, limited and full', () => {
    const grown = (on: Matrix, asked: Matrix, depth: number, leaf: number): number[] => {
      const options = { depth, leaf, columns: on.columns, threshold: 'best' } as const;
      const tree = growTree(sortColumns(on), y, new Float64Array(rows).fill(1), options, drawer(0, 'test'));
      return Array.from({ length: asked.rows }, (_, row) => predictTree(tree, rowOf(asked, row)));
    };
    expectClose(grown(x, queries, 3, Math.max(4, Math.floor(rows / 8))), golden.tree, 1e-9);
    expectClose(grown(first(x), first(queries), Number.POSITIVE_INFINITY, 1), golden.fullTree, 1e-9);
  });

  it('boosting without draws', () => {
    const options = { trees: 40, rate: 0.1, depth: 2, leaf: Math.floor(rows / 6), rows: 1, columns: 1 };
    expectClose(fitBoosting(x, y, options, 0).predict(encodedNumbers(queries)).mean, golden.boosted, 1e-9);
    const narrow = { trees: 60, rate: 0.1, depth: 4, leaf: 1, rows: 1, columns: 1 };
    const { mean } = fitBoosting(first(x), y, narrow, 0).predict(encodedNumbers(first(queries)));
    expectClose(mean, golden.narrow, 1e-9);
  });
});
