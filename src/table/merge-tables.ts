import { InputError } from '../input-error.ts';
import { mergeScores } from './merge-scores.ts';
import { PROTOCOL_KEY } from './protocol.ts';
import { distinctRows, stackTables } from './stack-tables.ts';
import type { Table } from './table.ts';

export interface Merge {
  readonly table: Table;
  /** What the caller should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Joins parts of one table: shards of a score run into the order of its plan, other tables one below the other. An
 * architecture that occurs twice with the same values is kept once.
 * Throws {@link InputError} where protocols or columns differ, or an architecture has two different scores.
 */
export function mergeTables(tables: readonly Table[]): Merge {
  const scored = tables.filter(({ metadata }) => metadata.has(PROTOCOL_KEY));
  const bare = tables.find(({ metadata }) => !metadata.has(PROTOCOL_KEY));
  if (scored.length === 0) {
    const stack = stackTables(tables);
    return { table: distinctRows(stack, [...stack.sources.keys()]), notes: [] };
  }
  if (bare !== undefined) {
    throw new InputError(
      `${bare.source}: has no protocol while ${scored[0]!.source} has one, merge the .arrow files that score wrote`,
    );
  }
  return mergeScores(tables);
}
