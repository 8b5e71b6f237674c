import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import { logRankSum } from './log-rank-sum.ts';
import { majorityVote } from './majority-vote.ts';
import { rankSum } from './rank-sum.ts';

/** A way to make one ranking of several. */
export interface Aggregation {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  readonly cite: string;
  /** A score for each row from columns in which higher is better, without NaN; higher is better in the result too. */
  readonly combine: (columns: readonly ArrayLike<number>[]) => Float64Array;
}

/** Every aggregation; a new one is added here. */
export const AGGREGATIONS: readonly Aggregation[] = [
  { name: 'rank-sum', title: 'sum of ranks', cite: "Borda's count", combine: rankSum },
  {
    name: 'log-rank-sum',
    title: 'sum of ln(rank / n)',
    cite: 'Lee and Ham, "AZ-NAS", CVPR 2024',
    combine: logRankSum,
  },
  {
    name: 'vote',
    title: 'wins over all others, by the majority',
    cite: 'Abdelfattah et al., ICLR 2021',
    combine: majorityVote,
  },
];

/** The aggregation of this name. @throws InputError with the name that was likely meant. */
export function findAggregation(name: string): Aggregation {
  const found = AGGREGATIONS.find((aggregation) => aggregation.name === name);
  if (found !== undefined) return found;
  const names = AGGREGATIONS.map((aggregation) => aggregation.name);
  const guess = nearest(name, names);
  const mend = guess === undefined ? `use one of ${names.join(', ')}` : `did you mean "${guess}"?`;
  throw new InputError(`there is no aggregation ${JSON.stringify(name)}; ${mend}`);
}
