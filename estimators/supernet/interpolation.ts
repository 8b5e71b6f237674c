/**
 * The literature's model of a supernet in training: after E epochs an architecture's accuracy with inherited weights is
 * p(E) = a(E) s + (1 - a(E)) q with a(E) = E / (E + lambda), between a bias q at the start and the stand-alone accuracy s.
 */
export interface InterpolationModel {
  /** Epochs after which truth and bias weigh the same. */
  readonly lambda: number;
  /** The bias of each architecture, in the unit of the accuracies. */
  readonly bias: Float64Array;
}

/** The weight of the truth after so many epochs. */
export const truthWeight = (epochs: number, lambda: number): number => epochs / (epochs + lambda);

/** The accuracies that the model gives after `epochs`, for the stand-alone accuracies `truth`. */
export function interpolated(
  { lambda, bias }: InterpolationModel,
  truth: ArrayLike<number>,
  epochs: number,
): Float64Array {
  const weight = truthWeight(epochs, lambda);
  return bias.map((q, i) => weight * truth[i]! + (1 - weight) * q);
}

/** Supernet accuracies of the same architectures after so many epochs. */
export interface ObservedAccuracies {
  readonly epochs: number;
  readonly accuracies: ArrayLike<number>;
}

export interface InterpolationFit extends InterpolationModel {
  /** Share of the variance of all observed accuracies that the model explains. */
  readonly r2: number;
  /** Root of the mean squared deviation, in the unit of the accuracies. */
  readonly rmse: number;
}

/** Where lambda is looked for, in epochs, and how finely: the grid is refined by golden section. */
const LEAST = 1e-3;
const MOST = 1e6;
const GRID = 200;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Least squares over lambda and every architecture's bias. For a given lambda each bias has a closed form, so that the
 * search is along one axis, on a logarithmic grid and then by golden section.
 * @throws RangeError where fewer than two moments are observed: one is explained by the bias alone
 */
export function fitInterpolation(
  truth: ArrayLike<number>,
  observed: readonly ObservedAccuracies[],
): InterpolationFit {
  if (observed.length < 2) throw new RangeError('the model is fitted to two or more moments of a supernet');
  const error = (exponent: number) => squaredError(truth, observed, Math.exp(exponent));
  const [from, to] = [Math.log(LEAST), Math.log(MOST)];
  const width = (to - from) / GRID;
  const errors = Array.from({ length: GRID + 1 }, (_, i) => error(from + i * width));
  const best = errors.indexOf(Math.min(...errors));
  let [low, high] = [from + Math.max(0, best - 1) * width, from + Math.min(GRID, best + 1) * width];
  while (high - low > 1e-9) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (error(left) <= error(right)) high = right;
    else low = left;
  }
  const lambda = Math.exp((low + high) / 2);
  const bias = biasOf(truth, observed, lambda);
  const count = truth.length * observed.length;
  const residual = squaredError(truth, observed, lambda);
  return { lambda, bias, r2: 1 - residual / totalVariation(observed), rmse: Math.sqrt(residual / count) };
}

/** The bias of each architecture that fits best at this lambda. */
function biasOf(
  truth: ArrayLike<number>,
  observed: readonly ObservedAccuracies[],
  lambda: number,
): Float64Array {
  return Float64Array.from({ length: truth.length }, (_, i) => {
    let above = 0;
    let below = 0;
    for (const { epochs, accuracies } of observed) {
      const weight = truthWeight(epochs, lambda);
      above += (1 - weight) * (accuracies[i]! - weight * truth[i]!);
      below += (1 - weight) ** 2;
    }
    return above / below;
  });
}

function squaredError(
  truth: ArrayLike<number>,
  observed: readonly ObservedAccuracies[],
  lambda: number,
): number {
  const model = { lambda, bias: biasOf(truth, observed, lambda) };
  let total = 0;
  for (const { epochs, accuracies } of observed) {
    interpolated(model, truth, epochs).forEach((value, i) => {
      total += (value - accuracies[i]!) ** 2;
    });
  }
  return total;
}

function totalVariation(observed: readonly ObservedAccuracies[]): number {
  const all = observed.flatMap(({ accuracies }) => Array.from(accuracies));
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
