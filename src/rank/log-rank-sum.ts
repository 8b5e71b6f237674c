import { midranks } from './midranks.ts';
import { rowsOf } from './rows-of.ts';

/**
 * Sum over the columns of ln(rank / n), in midranks from 1 for the worst: AZ-NAS's aggregation (Lee and Ham, CVPR
 * 2024). A row that is bad in one column falls far, and the best in all has 0. Higher is better, in the columns and
 * in the sum. O(k n).
 *
 * @throws InputError on NaN, no column, or columns of different lengths.
 */
export function logRankSum(columns: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(rowsOf(columns));
  for (const column of columns) {
    const ranks = midranks(column);
    for (let i = 0; i < sum.length; i += 1) sum[i]! += Math.log(ranks[i]! / sum.length);
  }
  return sum;
}
