import { InputError } from '../../input-error.ts';
import { MAX_CELLS } from '../limits.ts';
import type { BatchBody } from './ipc-body.ts';
import { aligned, checkedNode, checkOffsets, readOffsets, validity } from './ipc-buffers.ts';
import type { IpcField, TypeName } from './ipc-schema.ts';

/** The values of one column in one batch. */
export type Chunk =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly missing?: Uint8Array }
  | { readonly kind: 'text'; readonly values: (string | null)[] }
  | { readonly kind: 'list'; readonly values: (number[] | null)[] };

/** The dictionaries read so far; undefined for one whose values a table cannot hold. */
export type Dictionaries = ReadonlyMap<number, Chunk | undefined>;

/**
 * Decodes the next column of a batch; undefined for a type that a table cannot hold (structures, dates, binaries),
 * after stepping over it. Throws RangeError on damaged bytes, InputError on an integer beyond 2^53.
 */
export function decodeColumn(
  field: IpcField,
  body: BatchBody,
  dictionaries: Dictionaries,
  source: string,
): Chunk | undefined {
  if (field.dictionary) return decodeIndices(field, field.dictionary, body, dictionaries, source);
  const { type } = field;
  if (type === 'null') {
    const { length } = checkedNode(body);
    return {
      kind: 'number',
      values: new Float64Array(length).fill(Number.NaN),
      missing: new Uint8Array(length).fill(1),
    };
  }
  if (type === 'int' || type === 'bool' || (type === 'float' && field.bits >= 32)) {
    const { length, missing } = validity(body);
    const values = toNumbers(field, body.nextBuffer(), length, missing, source);
    if (missing) for (let i = 0; i < length; i += 1) if (missing[i] === 1) values[i] = Number.NaN;
    return { kind: 'number', values, ...(missing && { missing }) };
  }
  if (type === 'utf8' || type === 'large_utf8') {
    const { length, missing } = validity(body);
    const offsets = readOffsets(body.nextBuffer(), length, type === 'large_utf8');
    return { kind: 'text', values: sliceTexts(offsets, body.nextBuffer(), length, missing) };
  }
  if (type === 'utf8_view') return { kind: 'text', values: viewTexts(body) };
  if (type === 'list' || type === 'large_list' || type === 'fixed_size_list') {
    return decodeList(field, body, dictionaries, source);
  }
  skipColumn(field, body);
  return undefined;
}

function toNumbers(
  { name, type, bits, signed }: Pick<IpcField, 'name' | 'type' | 'bits' | 'signed'>,
  bytes: Uint8Array,
  length: number,
  missing: Uint8Array | undefined,
  source: string,
): Float64Array {
  if (type === 'bool') {
    if (bytes.length * 8 < length) throw new RangeError('buffer too short');
    return Float64Array.from({ length }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
  }
  const buffer = aligned(bytes, (length * bits) / 8);
  if (type === 'float')
    return bits === 64 ? new Float64Array(buffer) : new Float64Array(new Float32Array(buffer));
  if (bits === 8) return new Float64Array(signed ? new Int8Array(buffer) : new Uint8Array(buffer));
  if (bits === 16) return new Float64Array(signed ? new Int16Array(buffer) : new Uint16Array(buffer));
  if (bits === 32) return new Float64Array(signed ? new Int32Array(buffer) : new Uint32Array(buffer));
  if (bits !== 64) throw new RangeError('bits');
  const low = new Uint32Array(buffer);
  const high = signed ? new Int32Array(buffer) : low;
  const values = new Float64Array(length);
  for (let i = 0; i < length; i += 1) {
    const value = high[2 * i + 1]! * 2 ** 32 + low[2 * i]!;
    if (!Number.isSafeInteger(value) && missing?.[i] !== 1) {
      throw new InputError(
        `${source}: column ${name}, row ${i + 1}: the integer is beyond 2^53 and would lose digits, write the column as text`,
      );
    }
    values[i] = value;
  }
  return values;
}

function sliceTexts(
  offsets: Float64Array | Int32Array,
  data: Uint8Array,
  length: number,
  missing: Uint8Array | undefined,
): (string | null)[] {
  checkOffsets(offsets, data.length);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const values = new Array<string | null>(length);
  for (let i = 0; i < length; i += 1) {
    values[i] = missing?.[i] === 1 ? null : bytes.toString('utf8', offsets[i], offsets[i + 1]);
  }
  return values;
}

function viewTexts(body: BatchBody): (string | null)[] {
  const { length, missing } = validity(body);
  const views = body.nextBuffer();
  const buffers = Array.from({ length: body.nextVariadicCount() }, () => body.nextBuffer());
  if (views.length < 16 * length) throw new RangeError('buffer too short');
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  const inline = Buffer.from(views.buffer, views.byteOffset, views.byteLength);
  return Array.from({ length }, (_, i) => {
    if (missing?.[i] === 1) return null;
    const size = view.getUint32(16 * i, true);
    if (size <= 12) return inline.toString('utf8', 16 * i + 4, 16 * i + 4 + size);
    const data = buffers[view.getUint32(16 * i + 8, true)];
    const offset = view.getUint32(16 * i + 12, true);
    if (data === undefined || offset + size > data.length) throw new RangeError('view beyond its buffer');
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8', offset, offset + size);
  });
}

function decodeList(
  field: IpcField,
  body: BatchBody,
  dictionaries: Dictionaries,
  source: string,
): Chunk | undefined {
  const { length, missing } = validity(body);
  const { type, listSize } = field;
  const child = field.children[0];
  if (child === undefined) throw new RangeError('list without a child');
  let offsets: Float64Array | Int32Array;
  if (type === 'fixed_size_list') {
    if (listSize < 0 || listSize * length > MAX_CELLS) throw new RangeError('list size');
    offsets = Float64Array.from({ length: length + 1 }, (_, i) => i * listSize);
  } else {
    offsets = readOffsets(body.nextBuffer(), length, type === 'large_list');
  }
  const elements = decodeColumn(child, body, dictionaries, source);
  if (elements === undefined) return undefined;
  checkOffsets(offsets, elements.values.length);
  const slices = <T>(slice: (start: number, end: number) => T): (T | null)[] =>
    Array.from({ length }, (_, i) => (missing?.[i] === 1 ? null : slice(offsets[i]!, offsets[i + 1]!)));
  if (elements.kind === 'number') {
    return { kind: 'list', values: slices((start, end) => Array.from(elements.values.subarray(start, end))) };
  }
  return { kind: 'text', values: slices((start, end) => JSON.stringify(elements.values.slice(start, end))) };
}

function decodeIndices(
  field: IpcField,
  { id, bits, signed }: { id: number; bits: number; signed: boolean },
  body: BatchBody,
  dictionaries: Dictionaries,
  source: string,
): Chunk | undefined {
  const { length, missing } = validity(body);
  const indices = toNumbers(
    { name: field.name, type: 'int', bits, signed },
    body.nextBuffer(),
    length,
    missing,
    source,
  );
  const dictionary = dictionaries.get(id);
  if (dictionary === undefined) {
    if (dictionaries.has(id)) return undefined;
    // A column without any value may come without its dictionary.
    if (length > 0 && !missing?.every((flag) => flag === 1)) throw new RangeError('no dictionary');
    return { kind: 'text', values: new Array<string | null>(length).fill(null) };
  }
  const { values } = dictionary;
  for (let i = 0; i < length; i += 1) {
    if (missing?.[i] !== 1 && !(indices[i]! >= 0 && indices[i]! < values.length))
      throw new RangeError('index');
  }
  const pick = <T>(from: ArrayLike<T>): (T | null)[] =>
    Array.from(indices, (index, i) => (missing?.[i] === 1 ? null : from[index]!));
  if (dictionary.kind === 'text') return { kind: 'text', values: pick(dictionary.values) };
  if (dictionary.kind === 'list') return { kind: 'list', values: pick(dictionary.values) };
  return {
    kind: 'number',
    values: Float64Array.from(pick(dictionary.values), (value) => value ?? Number.NaN),
    ...((missing || dictionary.missing) && {
      missing: Uint8Array.from(indices, (index, i) =>
        missing?.[i] === 1 ? 1 : (dictionary.missing?.[index] ?? 0),
      ),
    }),
  };
}

/** Buffers of a column's own layout (without children), by type, where not 2: Arrow columnar format, "Buffer listing". */
const bufferCounts: Partial<Record<TypeName, number>> = {
  null: 0,
  utf8: 3,
  large_utf8: 3,
  binary: 3,
  large_binary: 3,
  struct: 1,
  fixed_size_list: 1,
  run_end_encoded: 0,
  list_view: 3,
  large_list_view: 3,
};

function skipColumn(field: IpcField, body: BatchBody): void {
  body.nextNode();
  const { type } = field;
  const own = type === 'union' ? (field.denseUnion ? 2 : 1) : (bufferCounts[type] ?? 2);
  const buffers = field.dictionary ? 2 : own;
  for (let i = 0; i < buffers; i += 1) body.skipBuffer();
  // The dictionary of an encoded child comes in messages of its own.
  if (field.dictionary) return;
  if (type === 'binary_view' || type === 'utf8_view') {
    for (let i = body.nextVariadicCount(); i > 0; i -= 1) body.skipBuffer();
  }
  for (const child of field.children) skipColumn(child, body);
}
