import { sizesOf } from './dense-ranks.ts';
import { type RankedPair, rankPair } from './ranked-pair.ts';

/**
 * Spearman's rank correlation: Pearson's correlation of the midranks, so ties are handled exactly (the formula with
 * squared rank differences is only right without them). Equals scipy's `spearmanr`. In [-1, 1]; NaN where a column
 * is constant or there are fewer than two rows. O(n).
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return spearmanOf(rankPair(x, y));
}

/** {@link spearman} of columns that are ranked already. */
export function spearmanOf(pair: RankedPair): number {
  const { n } = pair;
  const xRanks = centredMidranks(pair.x, pair.xCount);
  const yRanks = centredMidranks(pair.y, pair.yCount);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i += 1) {
    const a = xRanks[pair.x[i]!]!;
    const b = yRanks[pair.y[i]!]!;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return correlation(xy, xx, yy);
}

/** The quotient of sums of products about the mean, kept from leaving [-1, 1] by its last bit. */
export function correlation(xy: number, xx: number, yy: number): number {
  if (xx === 0 || yy === 0) return Number.NaN;
  // The root of a square is exact, so a column against itself gives exactly 1.
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}

/** The midrank of each distinct value, less the mean rank: multiples of one half, so their sums are nearly exact. */
function centredMidranks(ranks: Int32Array, count: number): Float64Array {
  const sizes = sizesOf(ranks, count);
  const middles = new Float64Array(count);
  let before = 0;
  for (let rank = 0; rank < count; rank += 1) {
    middles[rank] = before + (sizes[rank]! - ranks.length) / 2;
    before += sizes[rank]!;
  }
  return middles;
}
