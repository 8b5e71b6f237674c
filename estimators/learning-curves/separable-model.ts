import { boxLeastSquares, dot } from './box-least-squares.ts';
import type { CurveFamily, FamilyParameter } from './families/family.ts';

/** Epochs, what was seen at them, and how much each point weighs. */
export interface WeightedPoints {
  readonly epochs: Float64Array;
  readonly values: Float64Array;
  /** Square roots of the weights, 1 for plain least squares. */
  readonly rootWeights: Float64Array;
}

/** Bounds in the order of a family's parameters. */
export interface Bounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The least-squares problem of a family in its shape parameters alone: the linear ones follow from these in closed
 * form (variable projection: Golub and Pereyra, SIAM J. Numer. Anal. 1973; Kaufman, BIT 1975, for the derivative).
 * One or two unknowns instead of four, and valleys between linear and shape parameters are gone.
 */
export interface SeparableModel {
  /** Number of coordinates, one a shape parameter: rates as logarithms, others as multiples of a typical size. */
  readonly size: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** The coordinates of these shape parameters, within the bounds. */
  coordinatesOf(shapes: readonly number[]): number[];
  /** Puts the model at these coordinates, and gives the weighted sum of squares there; NaN where it has no value. */
  moveTo(coordinates: ArrayLike<number>): number;
  /** All parameters of the family where the model stands. */
  readonly parameters: Float64Array;
  /** Weighted values of the curve there. */
  readonly fitted: Float64Array;
  /** Derivatives of `fitted` by each coordinate, the linear parameters following; valid until the next move. */
  derivatives(): readonly Float64Array[];
}

export function separableModel(
  family: CurveFamily,
  { epochs, values, rootWeights }: WeightedPoints,
  bounds: Bounds,
  sizes: readonly number[],
): SeparableModel {
  const n = epochs.length;
  const indices = (linear: boolean): number[] =>
    family.parameters.flatMap(({ role }, i) => ((role === 'linear') === linear ? [i] : []));
  const linear = indices(true);
  const shapes = indices(false);
  const scales = shapes.map((index, i) => scaleOf(family.parameters[index]!, sizes[i]!));
  const parameters = new Float64Array(family.parameters.length);
  const gradient = new Float64Array(family.parameters.length);
  const weighted = values.map((value, i) => value * rootWeights[i]!);
  const basis = linear.map(() => new Float64Array(n));
  const slopes = shapes.map(() => new Float64Array(n));
  const fitted = new Float64Array(n);
  const solution = new Float64Array(linear.length);
  const linearLow = linear.map((i) => bounds.low[i]!);
  const linearHigh = linear.map((i) => bounds.high[i]!);
  let free = 0;

  return {
    size: shapes.length,
    low: shapes.map((index, i) => scales[i]!.to(bounds.low[index]!)),
    high: shapes.map((index, i) => scales[i]!.to(bounds.high[index]!)),
    coordinatesOf: (guess) =>
      guess.map((value, i) => {
        const index = shapes[i]!;
        return scales[i]!.to(Math.min(Math.max(value, bounds.low[index]!), bounds.high[index]!));
      }),
    parameters,
    fitted,
    moveTo(coordinates) {
      shapes.forEach((index, i) => {
        parameters[index] = Math.min(
          Math.max(scales[i]!.from(coordinates[i]!), bounds.low[index]!),
          bounds.high[index]!,
        );
      });
      if (linear.length > 0) {
        for (let point = 0; point < n; point += 1) {
          family.gradient(parameters, epochs[point]!, gradient);
          for (let j = 0; j < linear.length; j += 1)
            basis[j]![point] = gradient[linear[j]!]! * rootWeights[point]!;
        }
        free = boxLeastSquares(basis, weighted, linearLow, linearHigh, solution);
        for (let j = 0; j < linear.length; j += 1) parameters[linear[j]!] = solution[j]!;
      }
      let cost = 0;
      for (let point = 0; point < n; point += 1) {
        fitted[point] = family.value(parameters, epochs[point]!) * rootWeights[point]!;
        cost += (weighted[point]! - fitted[point]!) ** 2;
      }
      return cost;
    },
    derivatives() {
      for (let point = 0; point < n; point += 1) {
        family.gradient(parameters, epochs[point]!, gradient);
        for (let i = 0; i < shapes.length; i += 1) {
          const index = shapes[i]!;
          slopes[i]![point] =
            gradient[index]! * rootWeights[point]! * scales[i]!.derivative(parameters[index]!);
        }
      }
      projectOut(
        slopes,
        basis.filter((_, j) => (free >> j) & 1),
      );
      return slopes;
    },
  };
}

interface Scale {
  readonly to: (value: number) => number;
  readonly from: (coordinate: number) => number;
  /** Of the value by the coordinate. */
  readonly derivative: (value: number) => number;
}

function scaleOf({ role, origin = 0 }: FamilyParameter, size: number): Scale {
  if (role === 'rate') {
    return {
      to: (value) => Math.log(value - origin),
      from: (coordinate) => Math.exp(coordinate) + origin,
      derivative: (value) => value - origin,
    };
  }
  return { to: (value) => value / size, from: (coordinate) => coordinate * size, derivative: () => size };
}

/** Takes from each column what lies in the span of the basis (at most two columns). */
function projectOut(columns: readonly Float64Array[], basis: readonly Float64Array[]): void {
  const orthogonal: Float64Array[] = [];
  for (const column of basis) {
    const rest = Float64Array.from(column);
    for (const q of orthogonal) subtract(rest, q, dot(rest, q));
    const norm = Math.sqrt(dot(rest, rest));
    if (!(norm > 1e-13 * Math.sqrt(dot(column, column)))) continue;
    orthogonal.push(rest.map((value) => value / norm));
  }
  for (const column of columns) for (const q of orthogonal) subtract(column, q, dot(column, q));
}

function subtract(target: Float64Array, q: Float64Array, times: number): void {
  for (let i = 0; i < target.length; i += 1) target[i]! -= times * q[i]!;
}
