import { type Matrix, rowOf } from '../matrix.ts';
import type { Learner } from '../predictor.ts';
import type { StateReader } from '../state-reader.ts';

/** Columns and targets about their means. */
export interface Centred {
  readonly features: Matrix;
  readonly centre: Float64Array;
  readonly targets: Float64Array;
  readonly mean: number;
}

export function centred(features: Matrix, targets: Float64Array): Centred {
  const { rows, columns, values } = features;
  const centre = new Float64Array(columns);
  values.forEach((value, at) => {
    centre[at % columns]! += value / rows;
  });
  const mean = targets.reduce((total, target) => total + target, 0) / rows;
  return {
    features: { rows, columns, values: values.map((value, at) => value - centre[at % columns]!) },
    centre,
    targets: targets.map((target) => target - mean),
    mean,
  };
}

/** mean + (x - centre) . coefficients, with a deviation where the posterior of the coefficients is known. */
export interface LinearModel {
  readonly mean: number;
  readonly centre: Float64Array;
  readonly coefficients: Float64Array;
  readonly posterior: Posterior | null;
}

/** The covariance of the coefficients: `variances[k]` along the unit vector in row k of `axes`, `rest` along all others. */
export interface Posterior {
  readonly noise: number;
  readonly rest: number;
  readonly axes: Float64Array;
  readonly variances: Float64Array;
}

export function linearLearner(model: LinearModel): Learner {
  const { mean, centre, coefficients, posterior } = model;
  const predictRow = (row: Float64Array): [number, number] => {
    const away = row.map((value, column) => value - centre[column]!);
    const value = mean + dot(away, coefficients);
    return [value, posterior === null ? 0 : Math.sqrt(varianceAt(posterior, away))];
  };
  return {
    predict({ features }) {
      const pairs = Array.from({ length: features.rows }, (_, row) => predictRow(rowOf(features, row)));
      return {
        mean: Float64Array.from(pairs, ([value]) => value),
        deviation: posterior === null ? null : Float64Array.from(pairs, ([, deviation]) => deviation),
      };
    },
    save: () => ({
      mean,
      centre: [...centre],
      coefficients: [...coefficients],
      isBayesian: posterior !== null,
      ...(posterior === null
        ? {}
        : {
            noise: posterior.noise,
            rest: posterior.rest,
            axes: [...posterior.axes],
            variances: [...posterior.variances],
          }),
    }),
  };
}

function varianceAt({ noise, rest, axes, variances }: Posterior, x: Float64Array): number {
  const columns = x.length;
  let variance = noise;
  let outside = dot(x, x);
  variances.forEach((along, k) => {
    const part = dot(axes.subarray(k * columns, (k + 1) * columns), x) ** 2;
    variance += along * part;
    outside -= part;
  });
  return variance + rest * Math.max(0, outside);
}

export function restoreLinear(state: StateReader): Learner {
  const coefficients = state.numbers('coefficients');
  const columns = coefficients.length;
  const variances = state.flag('isBayesian') ? state.numbers('variances') : new Float64Array(0);
  const posterior = state.flag('isBayesian')
    ? {
        noise: state.number('noise'),
        rest: state.number('rest'),
        axes: state.numbers('axes', variances.length * columns),
        variances,
      }
    : null;
  return linearLearner({
    mean: state.number('mean'),
    centre: state.numbers('centre', columns),
    coefficients,
    posterior,
  });
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += a[i]! * b[i]!;
  return total;
}
