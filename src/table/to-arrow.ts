import type { Data, RecordBatch } from 'apache-arrow';
import { type ArrowLibrary, float64Data, listData, loadArrow, utf8Data } from './arrow/arrow-data.ts';
import { ipcFileChunks, ipcFileParts } from './arrow/ipc-file.ts';
import type { Column, Table } from './table.ts';

/** Rows of a record batch. */
const BATCH = 65_536;

/** A table as the bytes of an Arrow IPC file, in parts. */
export async function toArrow(table: Table): Promise<Iterable<Uint8Array>> {
  const arrow = await loadArrow();
  const fields = table.columns.map(({ name, kind }) => {
    const type =
      kind === 'number'
        ? new arrow.Float64()
        : kind === 'text'
          ? new arrow.Utf8()
          : new arrow.List(arrow.Field.new('item', new arrow.Float64(), true));
    return new arrow.Field(name, type, true);
  });
  const schema = new arrow.Schema(fields, new Map(table.metadata));
  const parts = await ipcFileParts(arrow, schema);
  function* batches(): Generator<RecordBatch> {
    for (let start = 0; start < table.rows; start += BATCH) {
      const end = Math.min(start + BATCH, table.rows);
      const children = table.columns.map((column) => columnData(arrow, column, start, end));
      const data = arrow.makeData({
        type: new arrow.Struct(fields),
        length: end - start,
        nullCount: 0,
        children,
      });
      yield new arrow.RecordBatch(schema, data);
    }
  }
  return ipcFileChunks(parts, batches());
}

function columnData(arrow: ArrowLibrary, column: Column, start: number, end: number): Data {
  switch (column.kind) {
    case 'number':
      return float64Data(arrow, column.values.subarray(start, end), column.missing?.subarray(start, end));
    case 'text':
      return utf8Data(arrow, column.values.slice(start, end));
    case 'list':
      return listData(arrow, column.values.slice(start, end));
  }
}
