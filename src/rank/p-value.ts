import { sizesOf } from './dense-ranks.ts';
import { type PairCounts, pairCountsOf } from './kendall.ts';
import { type RankedPair, rankPair } from './ranked-pair.ts';
import { normalTwoSided, studentTwoSided } from './tail-probability.ts';

/**
 * Two-sided p-value of Spearman's correlation `rho` of `n` rows under independence, from Student's t with n - 2
 * degrees of freedom, as scipy's `spearmanr` has it. NaN where rho is or n < 3. Below about 1e-308 it is 0.
 */
export function spearmanPValue(rho: number, n: number): number {
  if (Number.isNaN(rho) || n < 3) return Number.NaN;
  return studentTwoSided(rho * Math.sqrt((n - 2) / ((1 + rho) * (1 - rho))), n - 2);
}

/**
 * Two-sided p-value of Kendall's tau under independence, as scipy's `kendalltau` has it: exact without ties where
 * n <= 33 or at most one pair stands against the rest, else normal with the variance corrected for ties (Kendall,
 * Rank Correlation Methods, 1970). NaN where tau is.
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function kendallPValue(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const pair = rankPair(x, y);
  return kendallPValueOf(pair, pairCountsOf(pair));
}

/** {@link kendallPValue} of columns that are ranked and counted already. */
export function kendallPValueOf(pair: RankedPair, counts: PairCounts): number {
  const { n, total, concordant, discordant, tiedX, tiedY } = counts;
  if (tiedX === total || tiedY === total) return Number.NaN;
  const fewer = Math.min(discordant, total - discordant);
  if (tiedX === 0 && tiedY === 0 && (n <= 33 || fewer <= 1)) return exactPValue(n, fewer);
  const x = tieMoments(pair.x, pair.xCount);
  const y = tieMoments(pair.y, pair.yCount);
  const m = n * (n - 1);
  const variance =
    (m * (2 * n + 5) - x.second - y.second) / 18 +
    (2 * tiedX * tiedY) / m +
    (x.first * y.first) / (9 * m * (n - 2));
  return normalTwoSided((concordant - discordant) / Math.sqrt(variance));
}

/** Sums of t(t-1)(t-2) and of t(t-1)(2t+5) over the sizes t of the groups of equal values. */
function tieMoments(ranks: Int32Array, count: number): { first: number; second: number } {
  const sizes = sizesOf(ranks, count);
  let first = 0;
  let second = 0;
  for (let i = 0; i < count; i += 1) {
    const t = sizes[i]!;
    first += t * (t - 1) * (t - 2);
    second += t * (t - 1) * (2 * t + 5);
  }
  return { first, second };
}

/** Twice the share of the n! orders that have at most `discordant` <= n(n-1)/4 inversions. */
function exactPValue(n: number, discordant: number): number {
  if (4 * discordant === n * (n - 1)) return 1;
  // shares[k] = the share of the orders of j rows with k inversions; row j + 1 adds 0 to j more, each as likely.
  let shares = new Float64Array(discordant + 1);
  shares[0] = 1;
  for (let j = 2; j <= n; j += 1) {
    const next = new Float64Array(discordant + 1);
    let window = 0;
    for (let k = 0; k <= discordant; k += 1) {
      window += shares[k]! - (k >= j ? shares[k - j]! : 0);
      next[k] = window / j;
    }
    shares = next;
  }
  return Math.min(1, 2 * shares.reduce((sum, share) => sum + share, 0));
}
