import { InputError } from '../input-error.ts';
import { joinChunks } from './arrow/ipc-batch.ts';
import { type Column, findColumn, type Table } from './table.ts';

/** Columns that tell how a row was made, not what it says. */
const incidental: readonly string[] = ['seconds'];

/** Tables one below the other, and where each row came from. */
export interface Stack {
  readonly table: Table;
  readonly sources: readonly string[];
}

/**
 * Tables of the same columns (in any order) as one, one below the other.
 * Throws {@link InputError} where columns differ.
 */
export function stackTables(tables: readonly Table[]): Stack {
  const first = tables[0];
  if (first === undefined) throw new InputError('nothing to merge, name some tables');
  for (const table of tables) checkSameColumns(first, table);
  const columns = first.columns.map(({ name }) =>
    joinColumns(
      name,
      tables.map((table) => findColumn(table, name)!),
    ),
  );
  const sources = tables.flatMap((table) => new Array<string>(table.rows).fill(table.source));
  return { table: { ...first, rows: sources.length, columns }, sources };
}

/** The table's rows of these numbers, in this order. */
function selectRows(table: Table, rows: readonly number[]): Table {
  const columns = table.columns.map((column): Column => {
    const { kind, name } = column;
    if (kind === 'text') return { kind, name, values: rows.map((row) => column.values[row] ?? null) };
    if (kind === 'list') return { kind, name, values: rows.map((row) => column.values[row] ?? null) };
    const { missing } = column;
    return {
      kind,
      name,
      values: Float64Array.from(rows, (row) => column.values[row]!),
      ...(missing && { missing: Uint8Array.from(rows, (row) => missing[row]!) }),
    };
  });
  return { ...table, rows: rows.length, columns };
}

function checkSameColumns(first: Table, other: Table): void {
  for (const [one, two] of [
    [first, other],
    [other, first],
  ] as const) {
    for (const { name, kind } of one.columns) {
      const found = findColumn(two, name);
      if (found === undefined) {
        throw new InputError(
          `${two.source}: has no column "${name}" as ${one.source} has, merge tables of the same columns`,
        );
      }
      const isEmpty = isNothing(found) || isNothing(findColumn(one, name)!);
      if (found.kind !== kind && !isEmpty) {
        throw new InputError(
          `${two.source}: column "${name}" holds ${found.kind} where ${one.source} has ${kind}, make them alike`,
        );
      }
    }
  }
}

/** A column without any value is read as numbers, whatever it was. */
function isNothing(column: Column): boolean {
  return (
    column.kind === 'number' && (column.missing?.every((flag) => flag === 1) ?? column.values.length === 0)
  );
}

function joinColumns(name: string, parts: readonly Column[]): Column {
  const kind = parts.find((part) => !isNothing(part))?.kind ?? 'number';
  if (kind === 'number') return { name, ...joinChunks(parts.filter((part) => part.kind === 'number')) };
  const nulls = (part: Column): null[] => new Array<null>(part.values.length).fill(null);
  if (kind === 'text') {
    return {
      kind,
      name,
      values: parts.flatMap((part) => (part.kind === 'text' ? part.values : nulls(part))),
    };
  }
  return { kind, name, values: parts.flatMap((part) => (part.kind === 'list' ? part.values : nulls(part))) };
}

/**
 * The stack's rows in this order, without those whose `arch` came before with the same values in all columns.
 * Throws {@link InputError}, which names the architecture, where the values differ.
 */
export function distinctRows({ table, sources }: Stack, order: readonly number[]): Table {
  const archs = findColumn(table, 'arch');
  const compared = table.columns.filter(({ name }) => !incidental.includes(name));
  const kept: number[] = [];
  const firstOf = new Map<string | number, number>();
  for (const row of order) {
    const arch = archs?.kind === 'list' ? null : (archs?.values[row] ?? null);
    const before = arch === null ? undefined : firstOf.get(arch);
    if (before === undefined) {
      if (arch !== null) firstOf.set(arch, row);
      kept.push(row);
      continue;
    }
    const different = compared.find((column) => !sameCell(column, before, row));
    if (different) {
      throw new InputError(
        `${sources[row]}: ${arch} has another "${different.name}" than in ${sources[before]}, leave one of them out`,
      );
    }
  }
  return selectRows(table, kept);
}

function sameCell(column: Column, a: number, b: number): boolean {
  if (column.kind === 'number') {
    const { values, missing } = column;
    return (missing?.[a] ?? 0) === (missing?.[b] ?? 0) && Object.is(values[a], values[b]);
  }
  if (column.kind === 'text') return column.values[a] === column.values[b];
  return JSON.stringify(column.values[a]) === JSON.stringify(column.values[b]);
}
