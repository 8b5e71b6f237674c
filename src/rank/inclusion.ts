import { InputError } from '../input-error.ts';
import { denseRanks, sizesOf } from './dense-ranks.ts';

/** Who is among the k highest values when ties are broken at random. */
export interface Inclusion {
  /** Dense ranks of the values. */
  readonly ranks: Int32Array;
  /** Rows of a higher rank are in for certain, of a lower one out. */
  readonly edge: number;
  /** How many rows have the edge's rank, and how many of those come in. */
  readonly tied: number;
  readonly drawn: number;
}

/** @throws InputError on NaN, or where k is not a whole number from 1 to the number of rows. */
export function inclusion(values: ArrayLike<number>, k: number): Inclusion {
  checkK(k, values.length);
  const { ranks, count } = denseRanks(values);
  const sizes = sizesOf(ranks, count);
  let edge = count - 1;
  let above = 0;
  for (; above + sizes[edge]! < k; edge -= 1) above += sizes[edge]!;
  return { ranks, edge, tied: sizes[edge]!, drawn: k - above };
}

/** @throws InputError where k is not a whole number from 1 to the number of rows. */
export function checkK(k: number, rows: number): void {
  if (Number.isInteger(k) && k >= 1 && k <= rows) return;
  throw new InputError(`k = ${k} of ${rows} rows: a whole number from 1 to the number of rows is needed`);
}
