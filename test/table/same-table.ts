import { expect } from 'vitest';
import type { Table } from '../../src/table/table.ts';

/** A table's cells as plain values: null where missing, NaN, infinities and -0 as texts. */
export function plainColumns(table: Table): Record<string, unknown[]> {
  return Object.fromEntries(
    table.columns.map((column) => {
      if (column.kind === 'number') {
        const { values, missing } = column;
        return [
          column.name,
          Array.from(values, (value, i) => (missing?.[i] === 1 ? null : plainNumber(value))),
        ];
      }
      if (column.kind === 'list') {
        return [column.name, column.values.map((list) => list && Array.from(list, plainNumber))];
      }
      return [column.name, [...column.values]];
    }),
  );
}

function plainNumber(value: number): unknown {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : Object.is(value, -0)
      ? '-0'
      : String(value);
}

/** Expects the same columns, by name, kind and cells. */
export function expectSameTable(actual: Table, expected: Table): void {
  expect(actual.rows).toBe(expected.rows);
  expect(actual.columns.map(({ name, kind }) => [name, kind])).toEqual(
    expected.columns.map(({ name, kind }) => [name, kind]),
  );
  expect(plainColumns(actual)).toEqual(plainColumns(expected));
}
