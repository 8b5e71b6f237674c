import type { Matrix } from '../matrix.ts';
import type { Learner, PredictorDefinition } from '../predictor.ts';
import { hammingDistance } from './distances.ts';

/** Numbers of neighbours tried. */
const NEIGHBOURS = [1, 2, 3, 5, 7, 10, 15, 20];

/**
 * The mean of the k training cells that fewest edits lead to; all that are as near as the k-th count, so that the
 * order of the rows does not matter.
 */
export function neighbourMean(
  distances: Float64Array,
  targets: Float64Array,
  k: number,
  without = -1,
): [number, number] {
  const order = Int32Array.from({ length: targets.length }, (_, i) => i)
    .filter((i) => i !== without)
    .sort((a, b) => distances[a]! - distances[b]!);
  const edge = distances[order[Math.min(k, order.length) - 1]!]!;
  const near = Array.from(
    order.filter((i) => distances[i]! <= edge),
    (i) => targets[i]!,
  );
  const mean = near.reduce((total, value) => total + value, 0) / near.length;
  const variance = near.reduce((total, value) => total + (value - mean) ** 2, 0) / near.length;
  return [mean, Math.sqrt(variance)];
}

function fit(inputs: Matrix, targets: Float64Array): Learner {
  const n = inputs.rows;
  const distances = hammingDistance(inputs, inputs);
  let best = { k: 1, error: Number.POSITIVE_INFINITY };
  for (const k of NEIGHBOURS) {
    if (k >= n) break;
    let error = 0;
    for (let i = 0; i < n; i += 1) {
      const [mean] = neighbourMean(distances.subarray(i * n, (i + 1) * n), targets, k, i);
      error += (mean - targets[i]!) ** 2;
    }
    if (error < best.error) best = { k, error };
  }
  return learnerOf(inputs, targets, best.k);
}

function learnerOf(inputs: Matrix, targets: Float64Array, k: number): Learner {
  const n = inputs.rows;
  return {
    predict({ decisions }) {
      const distances = hammingDistance(decisions, inputs);
      const pairs = Array.from({ length: decisions.rows }, (_, row) =>
        neighbourMean(distances.subarray(row * n, (row + 1) * n), targets, k),
      );
      return {
        mean: Float64Array.from(pairs, ([mean]) => mean),
        deviation: Float64Array.from(pairs, ([, deviation]) => deviation),
      };
    },
    save: () => ({ k, rows: n, columns: inputs.columns, inputs: [...inputs.values], targets: [...targets] }),
  };
}

export const nearestNeighbours: PredictorDefinition = {
  name: 'nearest-neighbours',
  title: 'k nearest neighbours by edit distance, k by leave-one-out error',
  cite: 'Cover and Hart, IEEE Trans. Information Theory 13, 1967',
  reads: 'cell',
  isTrained: true,
  isScaled: false,
  fit: ({ decisions }, targets) => fit(decisions, targets),
  restore(state) {
    const rows = state.count('rows', 1);
    const columns = state.count('columns', 1);
    const inputs = { rows, columns, values: state.numbers('inputs', rows * columns) };
    return learnerOf(inputs, state.numbers('targets', rows), state.count('k', 1));
  },
};
