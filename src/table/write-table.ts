import { gzipSync } from 'node:zlib';
import { InputError } from '../input-error.ts';
import { formatOfName, type TableFormat } from './format.ts';
import type { Table } from './table.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Writes a table in the format that the path's name tells: .arrow (.feather), .csv, .tsv, .json, .jsonl, each also as
 * .gz; `-` is the standard output, as CSV unless `format` says otherwise. The file is written whole or not at all.
 * Throws {@link InputError} on a name that tells no such format and on a folder that cannot be written.
 */
export async function writeTable(table: Table, path: string, format?: WritableFormat): Promise<void> {
  const chunks = await encode(table, format ?? checkTablePath(path));
  await writeAtomically(path, path.endsWith('.gz') ? [gzipSync(Buffer.concat([...chunks]))] : gather(chunks));
}

type WritableFormat = Exclude<TableFormat, 'parquet'>;

/** The format that a table is written in at this path. Throws {@link InputError} where the name tells none. */
export function checkTablePath(path: string): WritableFormat {
  const format = path === '-' ? 'csv' : formatOfName(path);
  if (format !== undefined && format !== 'parquet') return format;
  throw new InputError(
    `${path}: a table is written as .arrow, .csv, .tsv, .json or .jsonl (also .gz), rename it`,
  );
}

async function encode(table: Table, format: WritableFormat): Promise<Iterable<Uint8Array>> {
  switch (format) {
    case 'arrow':
      return (await import('./to-arrow.ts')).toArrow(table);
    case 'csv':
      return (await import('./to-csv.ts')).toCsv(table);
    case 'tsv':
      return (await import('./to-csv.ts')).toCsv(table, '\t');
    case 'json':
      return (await import('./to-json.ts')).toJson(table, 'array');
    case 'jsonl':
      return (await import('./to-json.ts')).toJson(table, 'lines');
  }
}

/** Small chunks gathered into larger ones: a write call each is slow. */
function* gather(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    held.push(chunk);
    length += chunk.length;
    if (length >= 2 ** 20) {
      yield Buffer.concat(held, length);
      held = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(held, length);
}
