import { InputError } from '../input-error.ts';
import { flatRecord } from './flat-record.ts';
import { collectRecords, columnFromValues } from './from-records.ts';
import { MAX_COLUMNS } from './limits.ts';
import { checkDepth, isObject, parseJson } from './parse-json.ts';
import type { Table } from './table.ts';

/** Half of V8's longest string: a longer document cannot be parsed in one piece. */
const MAX_DOCUMENT = 2 ** 28;

const SHAPES = 'expected an array of records, an object of columns, or records by key';

/**
 * A table from a JSON document: an array of records; an object of equally long arrays, its columns; or an object of
 * records, whose keys become the column `key` (`key_1`, `key_2`, ... where objects of records lie in objects).
 * Records are flattened one level, see {@link flatRecord}; bare NaN and Infinity, as Python writes them, are read.
 * Throws {@link InputError} on other documents.
 */
export function fromJson(input: Uint8Array, source: string): Table {
  if (input.byteLength > MAX_DOCUMENT) {
    throw new InputError(
      `${source}: is longer than ${MAX_DOCUMENT} bytes, write one record a line and name it .jsonl`,
    );
  }
  const document = parseJson(
    new TextDecoder().decode(input),
    source,
    'mend it, or name it by its true format',
  );
  checkDepth(document, source);
  if (Array.isArray(document)) {
    const collector = collectRecords(source);
    document.forEach((record, i) => {
      if (!isObject(record)) {
        throw new InputError(
          `${source}: element ${i + 1} of the array is no record ({"name": value}), ${SHAPES}`,
        );
      }
      collector.add(flatRecord(record));
    });
    if (document.length === 0) throw new InputError(`${source}: holds no records, ${SHAPES}`);
    return collector.table();
  }
  if (isObject(document)) {
    const members = Object.values(document);
    if (members.length > 0 && members.every(Array.isArray))
      return fromColumns(document as Record<string, unknown[]>, source);
    if (members.length > 0 && members.every(isObject)) return fromKeyed(document as Keyed, source);
  }
  throw new InputError(`${source}: is no table, ${SHAPES}`);
}

function fromColumns(document: Readonly<Record<string, readonly unknown[]>>, source: string): Table {
  const entries = Object.entries(document);
  const rows = entries[0]![1].length;
  if (entries.length > MAX_COLUMNS)
    throw new InputError(`${source}: has more than ${MAX_COLUMNS} columns, select some`);
  for (const [name, values] of entries) {
    if (values.length !== rows) {
      throw new InputError(
        `${source}: column "${name}" has ${values.length} values where "${entries[0]![0]}" has ${rows}, make them equally long`,
      );
    }
  }
  const columns = entries.map(([name, values]) => columnFromValues(name, values));
  return { source, rows, columns, metadata: new Map() };
}

type Keyed = { readonly [key: string]: Record<string, unknown> };

/** Objects in objects are keys as long as all they hold are objects again. */
function fromKeyed(document: Keyed, source: string): Table {
  const found: { readonly keys: readonly string[]; readonly record: Record<string, unknown> }[] = [];
  const visit = (keyed: Keyed, keys: readonly string[]): void => {
    for (const [key, value] of Object.entries(keyed)) {
      const members = Object.values(value);
      if (members.length > 0 && members.every(isObject)) visit(value as Keyed, [...keys, key]);
      else found.push({ keys: [...keys, key], record: value });
    }
  };
  visit(document, []);
  const depth = Math.max(...new Set(found.map(({ keys }) => keys.length)));
  const collector = collectRecords(source);
  for (const { keys, record } of found) {
    const named = keys.map((key, i): [string, unknown] => [depth === 1 ? 'key' : `key_${i + 1}`, key]);
    const flat = flatRecord(record);
    for (const [name] of named) {
      if (flat.has(name))
        throw new InputError(
          `${source}: its records have a member "${name}", the name of their key: rename it`,
        );
    }
    collector.add(new Map([...named, ...flat]));
  }
  return collector.table();
}
