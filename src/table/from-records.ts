import { InputError } from '../input-error.ts';
import { MAX_CELLS, MAX_COLUMNS } from './limits.ts';
import type { Column, Table } from './table.ts';

/** Collects records of any JSON values into columns. */
export interface RecordCollector {
  add(record: ReadonlyMap<string, unknown>): void;
  /** The table of all records added. */
  table(): Table;
}

/**
 * Starts collecting. Columns come in the order in which their names first occur; a record without a name has nothing
 * there. Throws {@link InputError} on too many columns or cells.
 */
export function collectRecords(source: string): RecordCollector {
  const values = new Map<string, unknown[]>();
  let rows = 0;
  return {
    add(record) {
      for (const [name, value] of record) {
        let column = values.get(name);
        if (column === undefined) {
          if (values.size === MAX_COLUMNS) {
            throw new InputError(`${source}: has more than ${MAX_COLUMNS} columns, select some`);
          }
          column = [];
          values.set(name, column);
        }
        while (column.length < rows) column.push(null);
        column.push(value);
      }
      rows += 1;
      if (rows * values.size > MAX_CELLS) {
        throw new InputError(
          `${source}: holds more than ${MAX_CELLS} cells, split the table or select columns`,
        );
      }
    },
    table() {
      const columns = Array.from(values, ([name, column]) => {
        while (column.length < rows) column.push(null);
        return columnFromValues(name, column);
      });
      return { source, rows, columns, metadata: new Map() };
    },
  };
}

/** How JSON, which has no such numbers, spells them: as text. */
const spellings: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * A column of JSON values. Numbers, booleans (as 0 and 1) and the texts NaN, Infinity, -Infinity make a column of
 * numbers; arrays of those make a column of lists; anything else text, where what is not text stands as its JSON.
 */
export function columnFromValues(name: string, values: readonly unknown[]): Column {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.length > 0 && present.every((value) => Array.isArray(value) && value.every(isNumberOrNull))) {
    const lists = values.map((value) => (Array.isArray(value) ? value.map((item) => numberOf(item)) : null));
    return { kind: 'list', name, values: lists };
  }
  if (present.every(isNumber)) {
    const some = present.length < values.length;
    return {
      kind: 'number',
      name,
      values: Float64Array.from(values, numberOf),
      ...(some && {
        missing: Uint8Array.from(values, (value) => (value === null || value === undefined ? 1 : 0)),
      }),
    };
  }
  return { kind: 'text', name, values: values.map(textOf) };
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || spellings.has(value);
}

const isNumberOrNull = (value: unknown): boolean => value === null || isNumber(value);

function numberOf(value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  return spellings.get(value) ?? Number(value);
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
