import { InputError } from '../input-error.ts';
import { outcomesOf } from '../table/outcomes-of.ts';
import { readTable } from '../table/read-table.ts';
import { findColumn } from '../table/table.ts';
import type { ArchScores } from './score-config.ts';

/**
 * The scores that a score table holds, as {@link runScores} told them, in the order of its rows.
 * Throws {@link InputError} where the file is no score table.
 */
export async function readScores(path: string): Promise<ArchScores[]> {
  const table = await readTable(path);
  const archs = findColumn(table, 'arch');
  const seconds = findColumn(table, 'seconds');
  if (archs?.kind !== 'text' || seconds?.kind !== 'number') {
    throw new InputError(`${path} holds no scores: it lacks the columns arch and seconds`);
  }
  const outcomes = [...outcomesOf(table)];
  return archs.values.map((arch, row) => ({
    arch: arch ?? '',
    seconds: seconds.values[row]!,
    scores: Object.fromEntries(outcomes.map(([proxy, column]) => [proxy, column[row]!])),
  }));
}
