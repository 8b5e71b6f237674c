import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import { protocolOf } from '../table/protocol.ts';
import type { Column, NumberColumn, Table } from '../table/table.ts';

/** Which end of a column is good. */
export type Better = 'higher' | 'lower';

/** Columns that say how a score came about and are no score. */
const BOOKKEEPING = new Set(['index', 'seed', 'seconds']);

/** The column of this name. @throws InputError with the name that was likely meant. */
export function namedColumn(table: Table, name: string): Column {
  const column = table.columns.find((column) => column.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((column) => column.name);
  const guess = nearest(name, names);
  const mend = guess === undefined ? `it has ${names.join(', ')}` : `did you mean ${JSON.stringify(guess)}?`;
  throw new InputError(`${table.source} has no column ${JSON.stringify(name)}: ${mend}`);
}

/**
 * The columns of numbers to correlate: those asked for, else those that the table's own protocol calls proxies, else
 * every column of numbers but the join key, `index`, `seed` and `seconds`.
 *
 * @throws InputError where a column is missing or holds no numbers, or nothing is left.
 */
export function numberColumns(
  table: Table,
  key: string,
  asked: readonly string[] | undefined,
): NumberColumn[] {
  const names = asked ?? protocolProxies(table)?.map(({ name }) => name);
  const columns =
    names === undefined
      ? table.columns.filter(({ name, kind }) => kind === 'number' && name !== key && !BOOKKEEPING.has(name))
      : [...new Set(names)].map((name) => namedColumn(table, name));
  const other = columns.find(({ kind }) => kind !== 'number');
  if (other !== undefined) {
    throw new InputError(
      `column ${JSON.stringify(other.name)} of ${table.source} holds ${other.kind}, no numbers: choose another`,
    );
  }
  if (columns.length === 0)
    throw new InputError(`${table.source} has no column of numbers besides ${key}: nothing to correlate`);
  return columns as NumberColumn[];
}

/** The proxies that a table of this suite says it holds; undefined for any other table. @throws InputError on a damaged protocol. */
export function protocolProxies(table: Table): { name: string; better: Better }[] | undefined {
  const proxies = protocolOf(table.metadata, table.source)?.proxies;
  if (!Array.isArray(proxies)) return undefined;
  return proxies.flatMap((entry: unknown) => {
    const { name, better } = (entry ?? {}) as { name?: unknown; better?: unknown };
    if (typeof name !== 'string' || !table.columns.some((column) => column.name === name)) return [];
    return [{ name, better: better === 'lower' ? 'lower' : 'higher' } as const];
  });
}
