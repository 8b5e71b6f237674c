import { InputError } from '../input-error.ts';
import { type DenseRanks, denseRanks } from './dense-ranks.ts';
import { lexicographicOrder } from './ranked-pair.ts';

/** What an exchange weighs. */
export interface WeightedTauOptions {
  /** Weight of a row by its place, 0 for the best: hyperbolic 1/(1 + place) unless given, which minds the top most. */
  readonly weigher?: (place: number) => number;
  /** A pair weighs the sum of its rows' weights (default), or their product. */
  readonly additive?: boolean;
}

/**
 * Vigna's weighted tau ("A weighted correlation index for rankings with ties", WWW 2015): Kendall's tau in which
 * exchanges near the top cost more. The mean of the two directions, places taken by x and by y, descending, as
 * scipy's `weightedtau` has it by default. In [-1, 1]; NaN where a column is constant. O(n log n).
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function weightedTau(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: WeightedTauOptions = {},
): number {
  if (x.length !== y.length)
    throw new InputError(`columns of ${x.length} and ${y.length} rows cannot be paired`);
  const { weigher = (place: number) => 1 / (1 + place), additive = true } = options;
  const xs = denseRanks(x);
  const ys = denseRanks(y);
  if (xs.count < 2 || ys.count < 2) return Number.NaN;
  return (oneDirection(xs, ys, weigher, additive) + oneDirection(ys, xs, weigher, additive)) / 2;
}

/** Weighted tau with places taken by x descending, equal x by y descending. */
function oneDirection(
  x: DenseRanks,
  y: DenseRanks,
  weigher: (place: number) => number,
  additive: boolean,
): number {
  const order = lexicographicOrder(x, y);
  const n = order.length;
  const xs = new Int32Array(n);
  const ys = new Int32Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    xs[i] = x.ranks[order[i]!]!;
    ys[i] = y.ranks[order[i]!]!;
    weights[i] = weigher(n - 1 - i);
  }
  const tiedX = new Ties(additive);
  const tiedBoth = new Ties(additive);
  const all = new Ties(additive);
  for (let i = 0; i < n; i += 1) {
    if (i > 0 && xs[i] !== xs[i - 1]) tiedX.close();
    if (i > 0 && (xs[i] !== xs[i - 1] || ys[i] !== ys[i - 1])) tiedBoth.close();
    for (const ties of [tiedX, tiedBoth, all]) ties.add(weights[i]!);
  }
  const total = all.close();
  const u = tiedX.close();
  const t = tiedBoth.close();
  const discordant = sortByY(ys, weights, additive);
  const tiedY = new Ties(additive);
  for (let i = 0; i < n; i += 1) {
    if (i > 0 && ys[i] !== ys[i - 1]) tiedY.close();
    tiedY.add(weights[i]!);
  }
  const v = tiedY.close();
  const tau = (total - (v + u - t) - 2 * discordant) / Math.sqrt((total - u) * (total - v));
  return Math.min(1, Math.max(-1, tau));
}

/** The summed weight of all pairs within groups: rows are added to the open group until it is closed. */
class Ties {
  private readonly additive: boolean;
  private closed = 0;
  private size = 0;
  private sum = 0;
  private squares = 0;

  constructor(additive: boolean) {
    this.additive = additive;
  }

  add(weight: number): void {
    this.size += 1;
    this.sum += weight;
    this.squares += weight * weight;
  }

  /** Ends the group; the weight of the pairs of all groups so far. */
  close(): number {
    this.closed += this.additive ? this.sum * (this.size - 1) : (this.sum * this.sum - this.squares) / 2;
    this.size = 0;
    this.sum = 0;
    this.squares = 0;
    return this.closed;
  }
}

/** Sorts both by y, in place and stable; the summed weight of the pairs i < j that had y[i] > y[j]. */
function sortByY(y: Int32Array<ArrayBuffer>, weights: Float64Array<ArrayBuffer>, additive: boolean): number {
  let sum = 0;
  let ys = y;
  let ws = weights;
  let nextYs = new Int32Array(y.length);
  let nextWs = new Float64Array(y.length);
  for (let width = 1; width < y.length; width *= 2) {
    for (let from = 0; from < y.length; from += 2 * width) {
      const middle = Math.min(from + width, y.length);
      const to = Math.min(from + 2 * width, y.length);
      let remaining = 0;
      for (let i = from; i < middle; i += 1) remaining += ws[i]!;
      let left = from;
      let right = middle;
      for (let out = from; out < to; out += 1) {
        if (right === to || (left < middle && ys[left]! <= ys[right]!)) {
          remaining -= ws[left]!;
          nextYs[out] = ys[left]!;
          nextWs[out] = ws[left]!;
          left += 1;
        } else {
          if (left < middle)
            sum += additive ? ws[right]! * (middle - left) + remaining : ws[right]! * remaining;
          nextYs[out] = ys[right]!;
          nextWs[out] = ws[right]!;
          right += 1;
        }
      }
    }
    [ys, nextYs] = [nextYs, ys];
    [ws, nextWs] = [nextWs, ws];
  }
  if (ys !== y) {
    y.set(ys);
    weights.set(ws);
  }
  return sum;
}
