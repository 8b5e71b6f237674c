import type { NumberColumn, Table } from '../table/table.ts';
import type { Better } from './choose-columns.ts';
import type { Join } from './join.ts';

/** One proxy's scores in one table, over the rows of a benchmark. */
export interface ScoreColumn {
  readonly table: Table;
  /** NaN where the score does not count; infinite where it is ranked worst. */
  readonly values: Float64Array;
  /** Distinct rows of the score table, joined or not. */
  readonly scored: number;
  /** Joined rows without a score, and those whose score is NaN or infinite, whatever the policy makes of them. */
  readonly missing: number;
  readonly nonfinite: number;
  /** Scores of -1e8, NASLib's marker of a failure. */
  readonly sentinels: number;
}

/** NASLib writes this for a proxy that failed, and ranks it as a number. */
const NASLIB_FAILURE = -1e8;

export interface Alignment {
  readonly table: Table;
  readonly column: NumberColumn;
  readonly join: Join;
  /** The benchmark's row of each joined pair. */
  readonly rows: Int32Array;
  readonly length: number;
  readonly nonfinite: 'drop' | 'worst';
  readonly better: Better;
}

/** Applies the policy to a column of scores and puts it in the benchmark's order. */
export function alignScores({
  table,
  column,
  join,
  rows,
  length,
  nonfinite: policy,
  better,
}: Alignment): ScoreColumn {
  const values = new Float64Array(length).fill(Number.NaN);
  const worst = better === 'lower' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  let missing = 0;
  let nonfinite = 0;
  let sentinels = 0;
  for (const [i, scoreRow] of join.scoreRows.entries()) {
    const value = column.values[scoreRow]!;
    if (column.missing?.[scoreRow] === 1) missing += 1;
    else if (Number.isFinite(value)) {
      values[rows[i]!] = value;
      if (value === NASLIB_FAILURE) sentinels += 1;
    } else {
      nonfinite += 1;
      if (policy === 'worst') values[rows[i]!] = worst;
    }
  }
  return { table, values, scored: join.distinct, missing, nonfinite, sentinels };
}
