import { sizesOf } from './dense-ranks.ts';
import { type RankedPair, rankPair } from './ranked-pair.ts';

/** How the n(n-1)/2 pairs of rows fall; all counts are exact integers. */
export interface PairCounts {
  readonly n: number;
  /** All pairs. */
  readonly total: number;
  /** Ordered the same way by both columns. */
  readonly concordant: number;
  /** Ordered opposite ways. */
  readonly discordant: number;
  /** Equal in x, whether or not in y; likewise the other way round. */
  readonly tiedX: number;
  readonly tiedY: number;
  /** Equal in both. */
  readonly tiedBoth: number;
}

/**
 * Kendall's tau-b: concordant less discordant pairs over the geometric mean of the pairs that x, and that y, tell
 * apart. Equals scipy's `kendalltau`. In [-1, 1]; NaN where a column is constant or there are fewer than two rows.
 * O(n log n) by counting the exchanges of a merge sort (Knight, JASA 61, 1966).
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return tauB(kendallPairs(x, y));
}

/** The counts of pairs behind {@link kendall}. */
export function kendallPairs(x: ArrayLike<number>, y: ArrayLike<number>): PairCounts {
  return pairCountsOf(rankPair(x, y));
}

/** {@link kendallPairs} of columns that are ranked already. */
export function pairCountsOf(pair: RankedPair): PairCounts {
  const { n, x, y } = pair;
  const total = (n * (n - 1)) / 2;
  let tiedX = 0;
  let tiedBoth = 0;
  let xStart = 0;
  let start = 0;
  for (let i = 1; i <= n; i += 1) {
    const newX = i === n || x[i] !== x[i - 1];
    if (newX || y[i] !== y[i - 1]) {
      tiedBoth += ((i - start) * (i - start - 1)) / 2;
      start = i;
    }
    if (newX) {
      tiedX += ((i - xStart) * (i - xStart - 1)) / 2;
      xStart = i;
    }
  }
  const tiedY = tiedPairs(sizesOf(y, pair.yCount));
  const discordant = inversions(Int32Array.from(y));
  const concordant = total - tiedX - tiedY + tiedBoth - discordant;
  return { n, total, concordant, discordant, tiedX, tiedY, tiedBoth };
}

/** Tau-b from the counts of pairs. */
export function tauB({
  total,
  concordant,
  discordant,
  tiedX,
  tiedY,
}: Omit<PairCounts, 'n' | 'tiedBoth'>): number {
  const apartX = total - tiedX;
  const apartY = total - tiedY;
  if (apartX === 0 || apartY === 0) return Number.NaN;
  return Math.min(1, Math.max(-1, (concordant - discordant) / Math.sqrt(apartX * apartY)));
}

function tiedPairs(sizes: Int32Array): number {
  let pairs = 0;
  for (let i = 0; i < sizes.length; i += 1) pairs += (sizes[i]! * (sizes[i]! - 1)) / 2;
  return pairs;
}

/** Pairs i < j with values[i] > values[j], by a bottom-up merge sort that starts from sorted runs; sorts in place. */
function inversions(values: Int32Array<ArrayBuffer>): number {
  const n = values.length;
  let count = 0;
  const run = 8;
  for (let from = 0; from < n; from += run) {
    for (let i = from + 1; i < Math.min(from + run, n); i += 1) {
      const value = values[i]!;
      let j = i;
      for (; j > from && values[j - 1]! > value; j -= 1) values[j] = values[j - 1]!;
      values[j] = value;
      count += i - j;
    }
  }
  let source = values;
  let target = new Int32Array(n);
  for (let width = run; width < n; width *= 2) {
    for (let from = 0; from < n; from += 2 * width) {
      const middle = Math.min(from + width, n);
      const to = Math.min(from + 2 * width, n);
      let left = from;
      let right = middle;
      let out = from;
      while (left < middle && right < to) {
        if (source[left]! <= source[right]!) {
          target[out] = source[left]!;
          left += 1;
        } else {
          count += middle - left;
          target[out] = source[right]!;
          right += 1;
        }
        out += 1;
      }
      while (left < middle) target[out++] = source[left++]!;
      while (right < to) target[out++] = source[right++]!;
    }
    [source, target] = [target, source];
  }
  return count;
}
