import { inverseGram } from '../../src/linalg/inverse-gram.ts';
import type { CurveFamily } from './families/family.ts';
import { type Minimum, minimise } from './minimise.ts';
import { type Bounds, separableModel, type WeightedPoints } from './separable-model.ts';

/** A family fitted to a curve. */
export interface FamilyFit {
  readonly status: 'ok';
  readonly family: CurveFamily;
  /** In the family's order. */
  readonly parameters: Float64Array;
  /** Standard errors, NaN where the points leave no freedom or do not tell the parameter; 0 at a bound. */
  readonly errors: Float64Array;
  /** Covariance of the parameters, row-major; those at a bound count as known. */
  readonly covariance: Float64Array;
  /** Names of the parameters that stand at a bound. */
  readonly atBounds: readonly string[];
  /** Weighted sum of squared residuals. */
  readonly cost: number;
  /** Points with weight. */
  readonly points: number;
  /** Standard deviation of the residuals, the parameters counted off; NaN without freedom. */
  readonly deviation: number;
  /** Akaike's criterion with the correction for few points; infinite where it has none to correct with. */
  readonly aicc: number;
}

/** Why there is no fit. */
export interface FailedFit {
  readonly status: 'failed';
  readonly family: CurveFamily;
  readonly code: 'too-few-epochs' | 'no-start' | 'not-finite';
  readonly message: string;
}

export interface FitOptions {
  /** Of each point, 1 unless given; a point of weight 0 does not count. */
  readonly weights?: ArrayLike<number>;
  /** Of what is measured, such as 0 to 1 for an accuracy: levels stay within it. Unlimited unless given. */
  readonly range?: { readonly low: number; readonly high: number };
}

/** Guesses from which Levenberg-Marquardt starts: the best of the family's. */
const STARTS = 3;

/**
 * Fits a family by weighted least squares within its bounds: the linear parameters in closed form, the others from
 * the family's guesses by Levenberg-Marquardt.
 *
 * @param epochs positive and ascending
 * @param values one an epoch; NaN and infinities do not count
 */
export function fitFamily(
  family: CurveFamily,
  epochs: ArrayLike<number>,
  values: ArrayLike<number>,
  options: FitOptions = {},
): FamilyFit | FailedFit {
  const points = pointsWithWeight(epochs, values, options.weights);
  const fail = (code: FailedFit['code'], message: string): FailedFit => ({
    status: 'failed',
    family,
    code,
    message,
  });
  const n = points.epochs.length;
  const k = family.parameters.length;
  if (n < k) return fail('too-few-epochs', `${k} parameters need as many epochs, ${n} of them hold a number`);
  const bounds = boundsOf(family, options.range);
  const guesses = family.guesses(points);
  if (guesses.length === 0) return fail('no-start', 'the formula takes no values such as these');
  const sizes = guesses[0]!.map((_, i) => Math.max(0.05, ...guesses.map((guess) => Math.abs(guess[i]!))));
  const model = separableModel(family, points, bounds, sizes);
  const starts = guesses
    .map((guess): Minimum => {
      const coordinates = model.coordinatesOf(guess);
      return { coordinates, cost: model.moveTo(coordinates) };
    })
    .filter(({ cost }) => Number.isFinite(cost))
    .sort((a, b) => a.cost - b.cost);
  if (starts.length === 0) return fail('no-start', 'no guess gives a curve of numbers');
  const weighted = points.values.map((value, i) => value * points.rootWeights[i]!);
  const best = model.size === 0 ? starts[0]! : minimise(model, weighted, starts.slice(0, STARTS));
  const cost = model.moveTo(best.coordinates);
  const parameters = Float64Array.from(model.parameters);
  if (!Number.isFinite(cost) || !parameters.every(Number.isFinite))
    return fail('not-finite', 'the best curve has a parameter without a finite value');
  return { status: 'ok', family, parameters, ...judge(family, parameters, bounds, points, cost) };
}

function boundsOf({ parameters }: CurveFamily, range: FitOptions['range']): Bounds {
  return {
    low: parameters.map(({ level, low }) => (level && range ? Math.max(low, range.low) : low)),
    high: parameters.map(({ level, high }) => (level && range ? Math.min(high, range.high) : high)),
  };
}

function pointsWithWeight(
  epochs: ArrayLike<number>,
  values: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): WeightedPoints {
  const weightOf = (i: number): number => weights?.[i] ?? 1;
  const kept = Array.from({ length: values.length }, (_, i) => i).filter(
    (i) => Number.isFinite(values[i]) && weightOf(i) > 0,
  );
  return {
    epochs: Float64Array.from(kept, (i) => epochs[i]!),
    values: Float64Array.from(kept, (i) => values[i]!),
    rootWeights: Float64Array.from(kept, (i) => Math.sqrt(weightOf(i))),
  };
}

/** How well the parameters are known, and how good the fit is for their number. */
function judge(
  family: CurveFamily,
  parameters: Float64Array,
  { low, high }: Bounds,
  { epochs, values, rootWeights }: WeightedPoints,
  cost: number,
) {
  const n = epochs.length;
  const k = parameters.length;
  const atBound = (i: number): boolean => near(parameters[i]!, low[i]!) || near(parameters[i]!, high[i]!);
  const free = Array.from(parameters.keys()).filter((i) => !atBound(i));
  const columns = free.map(() => new Float64Array(n));
  const gradient = new Float64Array(k);
  for (let point = 0; point < n; point += 1) {
    family.gradient(parameters, epochs[point]!, gradient);
    free.forEach((index, j) => {
      columns[j]![point] = gradient[index]! * rootWeights[point]!;
    });
  }
  const variance = n > k ? cost / (n - k) : Number.NaN;
  const { inverse } = inverseGram(columns);
  const covariance = new Float64Array(k * k);
  free.forEach((row, i) => {
    free.forEach((column, j) => {
      covariance[row * k + column] = inverse[i * free.length + j]! * variance;
    });
  });
  // The noise is a parameter too. Rounding keeps a perfect fit from an infinite likelihood.
  const free1 = k + 1;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  const likelihood = n * Math.log(Math.max(cost / n, (1e-15 * largest) ** 2));
  const aicc =
    n > free1 + 1
      ? likelihood + 2 * free1 + (2 * free1 * (free1 + 1)) / (n - free1 - 1)
      : Number.POSITIVE_INFINITY;
  return {
    errors: Float64Array.from(parameters, (_, i) => Math.sqrt(covariance[i * k + i]!)),
    covariance,
    atBounds: family.parameters.filter((_, i) => atBound(i)).map(({ name }) => name),
    cost,
    points: n,
    deviation: Math.sqrt(variance),
    aicc,
  };
}

function near(value: number, bound: number): boolean {
  return Number.isFinite(bound) && Math.abs(value - bound) <= 1e-9 * Math.max(1e-9, Math.abs(bound));
}
