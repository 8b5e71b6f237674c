import type { NumberColumn } from '../table/table.ts';
import type { Better } from './choose-columns.ts';
import type { DroppedWhy } from './correlation-row.ts';
import type { Join } from './join.ts';

/** The values of one proxy and one target that count, and what became of the others. */
export interface PairValues {
  readonly values: Float64Array;
  readonly truths: Float64Array;
  readonly dropped: number;
  readonly droppedWhy: DroppedWhy;
  readonly placedWorst: number;
}

/**
 * Applies the policies to the joined rows: a row without a finite truth or without a score is dropped; a NaN or
 * infinite score is dropped too, or ranked below (above, where lower is better) every finite one, all such as equals.
 */
export function pairValues(
  join: Join,
  proxy: NumberColumn,
  target: NumberColumn,
  nonfinite: 'drop' | 'worst',
  better: Better,
): PairValues {
  const joined = join.scoreRows.length;
  const values = new Float64Array(joined);
  const truths = new Float64Array(joined);
  const worst = better === 'lower' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const why = { unmatched: join.unmatched, ambiguous: join.ambiguous, target: 0, missing: 0, nonfinite: 0 };
  let placedWorst = 0;
  let n = 0;
  for (let i = 0; i < joined; i += 1) {
    const scoreRow = join.scoreRows[i]!;
    const truth = target.values[join.truthRows[i]!]!;
    let value = proxy.values[scoreRow]!;
    if (!Number.isFinite(truth)) why.target += 1;
    else if (proxy.missing?.[scoreRow] === 1) why.missing += 1;
    else if (!Number.isFinite(value) && nonfinite === 'drop') why.nonfinite += 1;
    else {
      if (!Number.isFinite(value)) {
        value = worst;
        placedWorst += 1;
      }
      values[n] = value;
      truths[n] = truth;
      n += 1;
    }
  }
  return {
    values: values.subarray(0, n),
    truths: truths.subarray(0, n),
    dropped: join.distinct - n,
    droppedWhy: why,
    placedWorst,
  };
}
