import { midranks } from './midranks.ts';
import { rowsOf } from './rows-of.ts';

/**
 * Each row's ranks summed over the columns (Borda's count, in midranks): the row that is best in all k columns of n
 * rows has k * n. Higher is better, in the columns and in the sum. O(k n).
 *
 * @throws InputError on NaN, no column, or columns of different lengths.
 */
export function rankSum(columns: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(rowsOf(columns));
  for (const column of columns) {
    const ranks = midranks(column);
    for (let i = 0; i < sum.length; i += 1) sum[i]! += ranks[i]!;
  }
  return sum;
}
