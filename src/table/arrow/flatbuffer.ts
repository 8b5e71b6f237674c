/**
 * A table inside a flatbuffer. Every access goes through the DataView, so that bytes of any origin lead to a
 * value or a RangeError, never to memory outside; loops are the callers', who bound them.
 */
export interface FlatTable {
  readonly view: DataView;
  readonly at: number;
}

/** The root table of a flatbuffer. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: view.getUint32(0, true) };
}

/** Where the field of this slot lies, or -1 where the table leaves it at its default. */
function fieldAt({ view, at }: FlatTable, slot: number): number {
  const vtable = at - view.getInt32(at, true);
  const entry = 4 + 2 * slot;
  if (entry + 2 > view.getUint16(vtable, true)) return -1;
  const offset = view.getUint16(vtable + entry, true);
  return offset === 0 ? -1 : at + offset;
}

export function uint8Field(table: FlatTable, slot: number): number {
  const at = fieldAt(table, slot);
  return at < 0 ? 0 : table.view.getUint8(at);
}

export function int16Field(table: FlatTable, slot: number): number {
  const at = fieldAt(table, slot);
  return at < 0 ? 0 : table.view.getInt16(at, true);
}

export function int32Field(table: FlatTable, slot: number): number {
  const at = fieldAt(table, slot);
  return at < 0 ? 0 : table.view.getInt32(at, true);
}

/** A 64-bit field as a number. Throws RangeError where it is negative or beyond 2^53: none of Arrow's may be. */
export function countField(table: FlatTable, slot: number): number {
  const at = fieldAt(table, slot);
  return at < 0 ? 0 : countAt(table.view, at);
}

/** The 64-bit count at this position. Throws RangeError where it is negative or beyond 2^53. */
export function countAt(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (value < 0 || value > Number.MAX_SAFE_INTEGER) throw new RangeError(`count ${value}`);
  return value;
}

export function tableField(table: FlatTable, slot: number): FlatTable | undefined {
  const at = fieldAt(table, slot);
  return at < 0 ? undefined : { view: table.view, at: at + table.view.getUint32(at, true) };
}

/** Start and length of a vector of elements of this many bytes, checked to lie within the buffer. */
export function vectorField(
  table: FlatTable,
  slot: number,
  elementSize: number,
): { start: number; count: number } {
  const at = fieldAt(table, slot);
  if (at < 0) return { start: 0, count: 0 };
  const vector = at + table.view.getUint32(at, true);
  const count = table.view.getUint32(vector, true);
  if (vector + 4 + count * elementSize > table.view.byteLength)
    throw new RangeError('vector beyond the buffer');
  return { start: vector + 4, count };
}

/** The tables of a vector of tables. */
export function tablesField(table: FlatTable, slot: number): FlatTable[] {
  const { start, count } = vectorField(table, slot, 4);
  return Array.from({ length: count }, (_, i) => {
    const at = start + 4 * i;
    return { view: table.view, at: at + table.view.getUint32(at, true) };
  });
}

export function textField(table: FlatTable, slot: number): string | undefined {
  const { start, count } = vectorField(table, slot, 1);
  if (start === 0) return undefined;
  return new TextDecoder().decode(new Uint8Array(table.view.buffer, table.view.byteOffset + start, count));
}
