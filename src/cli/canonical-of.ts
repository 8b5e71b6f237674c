import { InputError } from '../input-error.ts';
import { SPACES } from '../spaces/index.ts';
import type { Table } from '../table/table.ts';

/** The canonical form of the space that the table's first architecture belongs to; undefined where there is none. */
export function canonicalOf(scores: Table): ((arch: string) => string) | undefined {
  const column = scores.columns.find(({ name }) => name === 'arch');
  const first = column?.kind === 'text' ? column.values.find((arch) => arch !== null) : undefined;
  if (first === undefined || first === null) return undefined;
  const space = SPACES.find((space) => accepts(() => space.parse(first)));
  if (space === undefined) return undefined;
  // What the space does not know keeps its own name, and so stays alone.
  return (arch) => (accepts(() => space.parse(arch)) ? space.canonical(arch) : arch);
}

function accepts(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
