import { InputError } from '../../input-error.ts';
import { MAX_COLUMNS } from '../limits.ts';
import {
  countField,
  type FlatTable,
  int16Field,
  int32Field,
  rootTable,
  tableField,
  tablesField,
  textField,
  uint8Field,
} from './flatbuffer.ts';

/** Arrow's type ids, as its Schema.fbs numbers them. */
export const typeNames = [
  'none',
  'null',
  'int',
  'float',
  'binary',
  'utf8',
  'bool',
  'decimal',
  'date',
  'time',
  'timestamp',
  'interval',
  'list',
  'struct',
  'union',
  'fixed_size_binary',
  'fixed_size_list',
  'map',
  'duration',
  'large_binary',
  'large_utf8',
  'large_list',
  'run_end_encoded',
  'binary_view',
  'utf8_view',
  'list_view',
  'large_list_view',
] as const;
export type TypeName = (typeof typeNames)[number];

/** One field of an Arrow schema, with the type of its values or, where dictionary encoded, of its indices apart. */
export interface IpcField {
  readonly name: string;
  readonly type: TypeName;
  /** Bits of an int or float. */
  readonly bits: number;
  readonly signed: boolean;
  /** Elements of a fixed-size list. */
  readonly listSize: number;
  readonly denseUnion: boolean;
  readonly children: readonly IpcField[];
  readonly dictionary?: { readonly id: number; readonly bits: number; readonly signed: boolean };
}

export interface IpcSchema {
  readonly fields: readonly IpcField[];
  readonly metadata: ReadonlyMap<string, string>;
}

const MAX_DEPTH = 16;

/** Decodes a Schema table. Throws RangeError on damaged bytes, InputError on what this suite does not read. */
export function decodeSchema(table: FlatTable, source: string): IpcSchema {
  if (int16Field(table, 0) !== 0) {
    throw new InputError(`${source}: is a big-endian Arrow file, write it again on a little-endian machine`);
  }
  // Offsets in a damaged buffer may share children, which would multiply level by level: count them all.
  const budget = { left: 4 * MAX_COLUMNS };
  const fields = tablesField(table, 1).map((field) => decodeField(field, budget, 0));
  if (fields.length > MAX_COLUMNS) {
    throw new InputError(
      `${source}: has ${fields.length} columns, at most ${MAX_COLUMNS} are read: select some`,
    );
  }
  return { fields, metadata: decodePairs(tablesField(table, 2)) };
}

/** The schema of a file's footer. */
export function footerSchema(footer: Uint8Array, source: string): IpcSchema | undefined {
  const schema = tableField(rootTable(footer), 1);
  return schema && decodeSchema(schema, source);
}

/** A vector of Arrow's KeyValue tables as a map. */
export function decodePairs(pairs: readonly FlatTable[]): Map<string, string> {
  return new Map(pairs.map((pair) => [textField(pair, 0) ?? '', textField(pair, 1) ?? '']));
}

function decodeField(table: FlatTable, budget: { left: number }, depth: number): IpcField {
  budget.left -= 1;
  if (budget.left < 0 || depth > MAX_DEPTH) throw new RangeError('too many or too deeply nested fields');
  const name = textField(table, 0) ?? '';
  const type = typeNames[uint8Field(table, 2)];
  const details = tableField(table, 3);
  const encoding = tableField(table, 4);
  if (type === undefined || details === undefined) throw new RangeError('unknown type');
  const children = tablesField(table, 5).map((child) => decodeField(child, budget, depth + 1));
  const index = encoding && tableField(encoding, 1);
  return {
    name,
    type,
    bits: type === 'int' ? int32Field(details, 0) : type === 'float' ? 16 << int16Field(details, 0) : 0,
    signed: type === 'int' && uint8Field(details, 1) !== 0,
    listSize: type === 'fixed_size_list' ? int32Field(details, 0) : 0,
    denseUnion: type === 'union' && int16Field(details, 0) === 1,
    children,
    ...(encoding && {
      dictionary: {
        id: countField(encoding, 0),
        bits: index ? int32Field(index, 0) : 32,
        signed: index ? uint8Field(index, 1) !== 0 : true,
      },
    }),
  };
}
