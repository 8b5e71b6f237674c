import { bestRows } from '../../rank/top-share.ts';
import { type Candidates, selectCandidates } from './candidates.ts';
import type { Quantity } from './quantity.ts';
import type { Ranking } from './stage.ts';

/** Candidates in the order of a ranking, the best first. */
export interface RankedCandidates {
  readonly candidates: Candidates;
  /** Higher is better, falling: the quantity itself, turned where less is better, or what the aggregation made. */
  readonly scores: Float64Array;
  /** How many were left out since a quantity of theirs is not finite or not known. */
  readonly unranked: number;
}

/** Ranks the candidates that have all quantities of a ranking. Equal ones stay in the order in which they came. */
export function rankCandidates(
  candidates: Candidates,
  ranking: Ranking,
  quantityOf: (name: string) => Quantity,
): RankedCandidates {
  const parts = ranking.of.map(({ name, reversed }) => ({
    values: candidates.columns.get(name)!,
    sign: (quantityOf(name).better === 'lower') !== reversed ? -1 : 1,
  }));
  const { length } = candidates.archs;
  const rows: number[] = [];
  for (let row = 0; row < length; row += 1) {
    if (parts.every(({ values }) => Number.isFinite(values[row]))) rows.push(row);
  }
  const columns = parts.map(({ values, sign }) => Float64Array.from(rows, (row) => sign * values[row]!));
  const combined = ranking.aggregation?.combine(columns) ?? columns[0]!;
  const order = bestRows(combined, combined.length);
  return {
    candidates: selectCandidates(
      candidates,
      order.map((place) => rows[place]!),
    ),
    scores: Float64Array.from(order, (place) => combined[place]!),
    unranked: length - rows.length,
  };
}
