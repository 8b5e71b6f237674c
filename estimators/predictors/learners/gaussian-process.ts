import { InputError } from '../../../src/input-error.ts';
import { cholesky, inverseOfFactored, solveLower, solveUpper } from '../../../src/linalg/cholesky.ts';
import { minimise } from '../../../src/linalg/minimise.ts';
import { type Matrix, takeRows } from '../matrix.ts';
import type { Prediction } from '../predictor.ts';
import type { Distance } from './distances.ts';

/**
 * The covariance amplitude * exp(-sum of rate * distance) + noise on the diagonal. With squared Euclidean distances it
 * is the RBF kernel of length sqrt(1 / (2 rate)), with Hamming distances the categorical one.
 */
export interface GaussianProcessScales {
  readonly amplitude: number;
  readonly noise: number;
  /** One for each distance. */
  readonly rates: readonly number[];
}

/** A Gaussian process with constant mean, conditioned on its training rows. */
export interface GaussianProcess {
  readonly scales: GaussianProcessScales;
  readonly inputs: Matrix;
  readonly targets: Float64Array;
  predict(inputs: Matrix): Prediction;
}

/** Rows up to which all serve the search for scales; of more, evenly spaced ones do. */
const SEARCH_ROWS = 300;
/** Its time grows with the cube of the rows, its memory with the square. */
const MOST_ROWS = 4000;
const SMALLEST_NOISE = 1e-4;
const LARGEST_LOG = 12;

/** Conditions a process with these scales on rows and targets. */
export function conditioned(
  inputs: Matrix,
  targets: Float64Array,
  distances: readonly Distance[],
  scales: GaussianProcessScales,
): GaussianProcess {
  const n = inputs.rows;
  const mean = meanOf(targets);
  const kernel = covariance(
    distances.map((distance) => distance(inputs, inputs)),
    scales,
  );
  for (let i = 0; i < n; i += 1) kernel[i * n + i]! += scales.noise;
  const lower = cholesky(kernel, n);
  if (lower === undefined) throw new Error('the covariance of the training rows is not positive definite');
  const centred = targets.map((target) => target - mean);
  const weights = solveUpper(lower, n, solveLower(lower, n, centred));
  return {
    scales,
    inputs,
    targets,
    predict(queries) {
      const between = covariance(
        distances.map((distance) => distance(queries, inputs)),
        scales,
      );
      const means = new Float64Array(queries.rows);
      const deviation = new Float64Array(queries.rows);
      for (let row = 0; row < queries.rows; row += 1) {
        const k = between.subarray(row * n, (row + 1) * n);
        means[row] = k.reduce((total, value, i) => total + value * weights[i]!, mean);
        const explained = solveLower(lower, n, k).reduce((total, value) => total + value ** 2, 0);
        deviation[row] = Math.sqrt(Math.max(0, scales.amplitude + scales.noise - explained));
      }
      return { mean: means, deviation };
    },
  };
}

/** Conditions a process whose scales maximise the marginal likelihood (Rasmussen and Williams 2006, section 5.4). */
export function fitGaussianProcess(
  inputs: Matrix,
  targets: Float64Array,
  distances: readonly Distance[],
): GaussianProcess {
  if (inputs.rows > MOST_ROWS) {
    throw new InputError(
      `a Gaussian process learns from at most ${MOST_ROWS} architectures, not ${inputs.rows}: give fewer, or choose another predictor such as boosting`,
    );
  }
  return conditioned(inputs, targets, distances, bestScales(inputs, targets, distances));
}

function bestScales(
  inputs: Matrix,
  targets: Float64Array,
  distances: readonly Distance[],
): GaussianProcessScales {
  const rows = Math.min(inputs.rows, SEARCH_ROWS);
  const chosen = Array.from({ length: rows }, (_, i) => Math.floor((i * inputs.rows) / rows));
  const some = takeRows(inputs, chosen);
  const y = Float64Array.from(chosen, (row) => targets[row]!);
  const between = distances.map((distance) => distance(some, some));
  const variance = Math.max(1e-6, y.reduce((total, value) => total + (value - meanOf(y)) ** 2, 0) / rows);
  const start = [
    Math.log(variance),
    Math.log(variance / 10),
    ...between.map((d) => -Math.log(Math.max(1e-6, meanOf(d)) * distances.length)),
  ];
  const objective = (point: Float64Array) => {
    const { value, gradient } = logMarginalLikelihood(between, y, scalesAt(point));
    const isOutside =
      point.some((log) => Math.abs(log) > LARGEST_LOG) || point[1]! < Math.log(SMALLEST_NOISE);
    return {
      value: isOutside ? Number.POSITIVE_INFINITY : -value / rows,
      gradient: gradient.map((x) => -x / rows),
    };
  };
  return scalesAt(minimise(objective, start, { steps: 40, tolerance: 1e-4 }).point);
}

const scalesAt = (logs: Float64Array): GaussianProcessScales => {
  const [amplitude = 1, noise = 1, ...rates] = Array.from(logs, Math.exp);
  return { amplitude, noise, rates };
};

/**
 * The log marginal likelihood of targets about their mean, and its slope along the logarithms of amplitude, noise and
 * rates; -Infinity where the covariance is singular.
 */
export function logMarginalLikelihood(
  between: readonly Float64Array[],
  targets: Float64Array,
  scales: GaussianProcessScales,
): { value: number; gradient: Float64Array } {
  const n = targets.length;
  const signal = covariance(between, scales);
  const kernel = Float64Array.from(signal);
  for (let i = 0; i < n; i += 1) kernel[i * n + i]! += scales.noise;
  const lower = cholesky(kernel, n);
  const gradient = new Float64Array(2 + between.length);
  if (lower === undefined) return { value: Number.NEGATIVE_INFINITY, gradient };
  const mean = meanOf(targets);
  const y = targets.map((target) => target - mean);
  const weights = solveUpper(lower, n, solveLower(lower, n, y));
  let value = (-n / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i += 1) value -= (y[i]! * weights[i]!) / 2 + Math.log(lower[i * n + i]!);
  const inverse = inverseOfFactored(lower, n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const pull = (weights[i]! * weights[j]! - inverse[i * n + j]!) / 2;
      const part = pull * signal[i * n + j]!;
      gradient[0]! += part;
      if (i === j) gradient[1]! += pull * scales.noise;
      for (let d = 0; d < between.length; d += 1)
        gradient[2 + d]! -= part * scales.rates[d]! * between[d]![i * n + j]!;
    }
  }
  return { value, gradient };
}

function covariance(
  between: readonly Float64Array[],
  { amplitude, rates }: GaussianProcessScales,
): Float64Array {
  const out = new Float64Array(between[0]!.length);
  for (let at = 0; at < out.length; at += 1) {
    let exponent = 0;
    for (let d = 0; d < between.length; d += 1) exponent += rates[d]! * between[d]![at]!;
    out[at] = amplitude * Math.exp(-exponent);
  }
  return out;
}

function meanOf(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
