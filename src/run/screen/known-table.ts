import { readTruth } from '../../../datasets/truth.ts';
import { InputError } from '../../input-error.ts';
import { type Better, numberColumns, protocolProxies } from '../../report/choose-columns.ts';
import type { Space } from '../../spaces/space.ts';
import { findColumn, type NumberColumn, type Table } from '../../table/table.ts';
import { isIndexed } from './arch-column.ts';

/** Numbers that a table knows of a space's architectures: scores, latencies, accuracies. */
export interface KnownTable {
  readonly source: string;
  readonly names: readonly string[];
  better(name: string): Better;
  /** NaN where the table says nothing of the architecture, or nothing finite. */
  valueOf(name: string, arch: string): number;
}

/**
 * Reads a table by its `arch` column, else by its `index` column, which holds official indices.
 * @param wanted the columns of numbers to keep: all unless given
 * @throws InputError where it has neither column, an architecture is none of the space, or one has two rows that differ
 */
export async function readKnownTable(
  path: string,
  space: Space,
  wanted?: readonly string[],
): Promise<KnownTable> {
  const table = await readTruth(path);
  const columns = numberColumns(table, 'arch', wanted);
  const keyOf = isIndexed(space) ? space.indexOf : space.parse;
  const rows = rowsByKey(table, keyReader(table, space, keyOf), columns);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const protocol = new Map(protocolProxies(table)?.map(({ name, better }) => [name, better]));
  return {
    source: path,
    names: columns.map(({ name }) => name),
    better: (name) => protocol.get(name) ?? 'higher',
    valueOf(name, arch) {
      const row = rows.get(keyOf(arch));
      const column = byName.get(name)!;
      return row === undefined || column.missing?.[row] === 1 ? Number.NaN : column.values[row]!;
    },
  };
}

/** What tells architectures apart: the official index, or, in spaces too large to number, the official spelling. */
type Key = number | string;

function rowsByKey(
  table: Table,
  keyOf: (row: number) => Key,
  columns: readonly NumberColumn[],
): Map<Key, number> {
  const rows = new Map<Key, number>();
  for (let row = 0; row < table.rows; row += 1) {
    const key = keyOf(row);
    const first = rows.get(key);
    if (first === undefined) rows.set(key, row);
    else if (columns.some(({ values }) => !Object.is(values[first], values[row])))
      throw new InputError(
        `${table.source} has one architecture twice with different values (rows ${first + 1} and ${row + 1}): keep one of them`,
      );
  }
  return rows;
}

function keyReader(table: Table, space: Space, keyOf: (arch: string) => Key): (row: number) => Key {
  const archs = findColumn(table, 'arch');
  if (archs?.kind === 'text') {
    return (row) => {
      try {
        return keyOf(archs.values[row] ?? '');
      } catch (error) {
        if (error instanceof InputError)
          throw new InputError(`${table.source}, row ${row + 1}: ${error.message}`, { cause: error });
        throw error;
      }
    };
  }
  const indices = findColumn(table, 'index');
  if (indices?.kind === 'number' && isIndexed(space)) return (row) => indices.values[row]!;
  throw new InputError(
    `${table.source} has neither a column "arch" nor "index" that tells its architectures: add one of them`,
  );
}
