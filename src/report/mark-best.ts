import type { Emphasis, PaperCell, PaperColumn, PaperTable } from './paper-table.ts';
import { share } from './written-number.ts';

/** Which value of a column is best; `farthest` is the one farthest from zero, whatever its sign. */
export type Best = 'highest' | 'lowest' | 'farthest';

const WORTH: Readonly<Record<Best, (value: number) => number>> = {
  highest: (value) => value,
  lowest: (value) => -value,
  farthest: (value) => Math.abs(value),
};

/**
 * The table with the best number of each column emphasised, and the second best, within each group. `best` gives the
 * columns' directions; undefined leaves a column as it is. Numbers that print alike share their place, for a reader could
 * not tell why one of them is bold; of two that share the best place there is no second. A column of one number has no best.
 */
export function markBest(table: PaperTable, best: readonly (Best | undefined)[]): PaperTable {
  return {
    ...table,
    groups: table.groups.map((group) => {
      const emphases = table.columns.map((column, index) => {
        const direction = best[index];
        return direction === undefined
          ? []
          : emphasesOf(
              group.rows.map(({ cells }) => cells[index]!),
              column,
              WORTH[direction],
            );
      });
      return {
        ...group,
        rows: group.rows.map(({ name, cells }, row) => ({
          name,
          cells: cells.map((cell, index): PaperCell => {
            const emphasis = emphases[index]![row];
            return emphasis === undefined ? cell : { ...cell, emphasis };
          }),
        })),
      };
    }),
  };
}

function emphasesOf(
  cells: readonly PaperCell[],
  { write = share() }: PaperColumn,
  worth: (value: number) => number,
): (Emphasis | undefined)[] {
  const numbers = cells.map(({ value }) => (typeof value === 'number' ? value : Number.NaN));
  const ranked = numbers.filter((value) => !Number.isNaN(value)).sort((a, b) => worth(b) - worth(a));
  if (ranked.length < 2) return [];
  const first = write(ranked[0]!);
  const winners = ranked.filter((value) => write(value) === first).length;
  const second = winners === 1 ? write(ranked[1]!) : undefined;
  return numbers.map((value) => {
    if (Number.isNaN(value)) return undefined;
    if (write(value) === first) return 'best';
    return write(value) === second ? 'second' : undefined;
  });
}
