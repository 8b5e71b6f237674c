import type { Emphasis, PaperCell, PaperColumn, PaperTable } from './paper-table.ts';
import { share } from './written-number.ts';

/**
 * Which value of a column is best: `farthest` is the one farthest from zero, whatever its sign; a function says what the
 * value in the row of this name is worth, the more the better.
 */
export type Best = 'highest' | 'lowest' | 'farthest' | ((value: number, name: string) => number);

const WORTH: Readonly<
  Record<Exclude<Best, (value: number, name: string) => number>, (value: number) => number>
> = {
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
        if (direction === undefined) return [];
        const worth = typeof direction === 'function' ? direction : WORTH[direction];
        const worths = group.rows.map(({ name, cells }) => {
          const { value } = cells[index]!;
          return typeof value === 'number' ? worth(value, name) : Number.NaN;
        });
        return emphasesOf(worths, column);
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

function emphasesOf(worths: readonly number[], { write = share() }: PaperColumn): (Emphasis | undefined)[] {
  const ranked = worths.filter((worth) => !Number.isNaN(worth)).sort((a, b) => b - a);
  if (ranked.length < 2) return [];
  const first = write(ranked[0]!);
  const winners = ranked.filter((worth) => write(worth) === first).length;
  const second = winners === 1 ? write(ranked[1]!) : undefined;
  return worths.map((worth) => {
    if (Number.isNaN(worth)) return undefined;
    if (write(worth) === first) return 'best';
    return write(worth) === second ? 'second' : undefined;
  });
}
