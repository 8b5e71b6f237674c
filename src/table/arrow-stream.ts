import type { RecordBatch } from 'apache-arrow';
import { type ArrowLibrary, float64Data, listData, loadArrow, utf8Data } from './arrow/arrow-data.ts';
import { ipcFileChunks, ipcFileParts } from './arrow/ipc-file.ts';
import type { Column, Table } from './table.ts';

/** The name and the kind of a column. */
export type ColumnHead = Pick<Column, 'name' | 'kind'>;

/**
 * The bytes of an Arrow IPC file whose record batches are these tables, which all have these columns: only one of them need be
 * in memory at a time.
 */
export async function arrowStream(
  heads: readonly ColumnHead[],
  metadata: ReadonlyMap<string, string>,
  tables: Iterable<Pick<Table, 'rows' | 'columns'>>,
): Promise<Iterable<Uint8Array>> {
  const arrow = await loadArrow();
  const fields = heads.map(({ name, kind }) => {
    const type =
      kind === 'number'
        ? new arrow.Float64()
        : kind === 'text'
          ? new arrow.Utf8()
          : new arrow.List(arrow.Field.new('item', new arrow.Float64(), true));
    return new arrow.Field(name, type, true);
  });
  const schema = new arrow.Schema(fields, new Map(metadata));
  const parts = await ipcFileParts(arrow, schema);
  function* batches(): Generator<RecordBatch> {
    for (const { rows, columns } of tables) {
      const children = columns.map((column) => dataOf(arrow, column));
      const type = new arrow.Struct(fields);
      yield new arrow.RecordBatch(schema, arrow.makeData({ type, length: rows, nullCount: 0, children }));
    }
  }
  return ipcFileChunks(parts, batches());
}

function dataOf(arrow: ArrowLibrary, column: Column) {
  switch (column.kind) {
    case 'number':
      return float64Data(arrow, column.values, column.missing);
    case 'text':
      return utf8Data(arrow, column.values);
    case 'list':
      return listData(arrow, column.values);
  }
}
