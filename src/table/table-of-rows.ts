import { columnFromValues } from './from-records.ts';
import type { Table } from './table.ts';

/** A value that a row may hold; NaN stands for a number that is missing. */
export type RowValue = string | number | null | readonly number[];

/** A table of rows that all have the fields of the first. */
export function tableOfRows(
  rows: readonly Readonly<Record<string, RowValue>>[],
  source: string,
  metadata: ReadonlyMap<string, string> = new Map(),
): Table {
  const columns = Object.keys(rows[0] ?? {}).map((name) =>
    columnFromValues(
      name,
      rows.map((row) => (Number.isNaN(row[name]) ? null : row[name])),
    ),
  );
  return { source, rows: rows.length, columns, metadata };
}
