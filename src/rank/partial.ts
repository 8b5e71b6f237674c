import { InputError } from '../input-error.ts';
import { kendall } from './kendall.ts';
import { midranks } from './midranks.ts';
import { correlation } from './spearman.ts';

/** A remainder below this share of a column's own length is rounding: the controls explain the column altogether. */
const NOTHING_LEFT = 1e-9;

/**
 * Spearman's partial correlation: Pearson's correlation of what is left of both columns' midranks after a linear
 * regression on the midranks of the controls (as R's ppcor and Python's pingouin have it). How much x says about y beyond the controls,
 * such as a network's size. NaN where the controls explain a column altogether. O(n c^2) for c controls.
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function partialSpearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
): number {
  checkLengths([x, y, ...controls]);
  const basis: Float64Array[] = [];
  for (const control of controls) {
    const left = remainder(centredRanks(control), basis);
    // A control that others explain has no more to take away.
    if (left !== undefined) basis.push(scaled(left, 1 / Math.sqrt(dot(left, left))));
  }
  const [a, b] = [remainder(centredRanks(x), basis), remainder(centredRanks(y), basis)];
  if (a === undefined || b === undefined) return Number.NaN;
  return correlation(dot(a, b), dot(a, a), dot(b, b));
}

/**
 * Kendall's partial tau-b (Kendall, Biometrika 32, 1942), for several controls one after the other, each from the
 * partial taus of the order before (what the inverse of the matrix of taus gives, as in R's ppcor). A control that another
 * one equals in order adds nothing and is passed over. NaN where a control orders a column exactly.
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function partialKendall(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
): number {
  checkLengths([x, y, ...controls]);
  const columns = [x, y, ...controls];
  const taus = columns.map((a, i) => columns.map((b, j) => (j < i ? kendall(a, b) : 1)));
  const tau = (i: number, j: number): number => taus[Math.max(i, j)]![Math.min(i, j)]!;
  for (let last = columns.length - 1; last >= 2; last -= 1) {
    const own = Array.from({ length: last }, (_, i) => 1 - tau(i, last) ** 2);
    // It orders another control exactly, or nothing at all.
    if (own.slice(2).some((left) => left < NOTHING_LEFT) || own.some(Number.isNaN)) continue;
    for (let i = 0; i < last; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const root = own[i]! < NOTHING_LEFT || own[j]! < NOTHING_LEFT ? 0 : Math.sqrt(own[i]! * own[j]!);
        taus[i]![j] = root === 0 ? Number.NaN : (tau(i, j) - tau(i, last) * tau(j, last)) / root;
      }
    }
  }
  return taus[1]![0]!;
}

function checkLengths(columns: readonly ArrayLike<number>[]): void {
  const other = columns.find(({ length }) => length !== columns[0]!.length);
  if (other !== undefined)
    throw new InputError(`columns of ${columns[0]!.length} and ${other.length} rows cannot be paired`);
}

function centredRanks(values: ArrayLike<number>): Float64Array {
  const middle = (values.length + 1) / 2;
  return midranks(values).map((rank) => rank - middle);
}

/** The column less its part along each of the orthonormal ones; undefined where nothing is left. */
function remainder(column: Float64Array, basis: readonly Float64Array[]): Float64Array | undefined {
  const left = Float64Array.from(column);
  // Twice is enough to be orthogonal to the last bits (Kahan and Parlett).
  for (const direction of [...basis, ...basis]) {
    const along = dot(left, direction);
    for (let i = 0; i < left.length; i += 1) left[i]! -= along * direction[i]!;
  }
  return dot(left, left) <= NOTHING_LEFT ** 2 * dot(column, column) ? undefined : left;
}

function scaled(column: Float64Array, by: number): Float64Array {
  return column.map((value) => by * value);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
