import { arrowStream } from './arrow-stream.ts';
import type { Column, Table } from './table.ts';

/** Rows of a record batch. */
const BATCH = 65_536;

/** A table as the bytes of an Arrow IPC file, in parts. */
export function toArrow(table: Table): Promise<Iterable<Uint8Array>> {
  return arrowStream(table.columns, table.metadata, partsOf(table));
}

function* partsOf(table: Table): Generator<Pick<Table, 'rows' | 'columns'>> {
  for (let start = 0; start < table.rows; start += BATCH) {
    const end = Math.min(start + BATCH, table.rows);
    yield { rows: end - start, columns: table.columns.map((column) => sliceOf(column, start, end)) };
  }
}

function sliceOf(column: Column, start: number, end: number): Column {
  if (column.kind === 'text') return { ...column, values: column.values.slice(start, end) };
  if (column.kind === 'list') return { ...column, values: column.values.slice(start, end) };
  const values = column.values.subarray(start, end);
  const missing = column.missing?.subarray(start, end);
  return { kind: 'number', name: column.name, values, ...(missing && { missing }) };
}
