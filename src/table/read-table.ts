import { formatOf } from './format.ts';
import { readBytes } from './read-bytes.ts';
import type { Table } from './table.ts';

/**
 * Reads a table from .arrow (.feather, .ipc), .csv, .tsv, .json, .jsonl (.ndjson) or .parquet, each also as .gz, or
 * from the standard input (`-`), whose format is told by its content.
 * Throws {@link InputError} on anything that is not a whole table of that format.
 */
export async function readTable(source: string): Promise<Table> {
  return tableFromBytes(await readBytes(source), source);
}

/** The table that these decompressed bytes hold; the format is told by the name `source` or by the content. */
export async function tableFromBytes(bytes: Uint8Array, source: string): Promise<Table> {
  switch (formatOf(bytes, source)) {
    case 'arrow':
      return (await import('./from-arrow.ts')).fromArrow(bytes, source);
    case 'csv':
      return (await import('./from-csv.ts')).fromCsv(bytes, source);
    case 'tsv':
      return (await import('./from-csv.ts')).fromCsv(bytes, source, '\t');
    case 'json':
      return (await import('./from-json.ts')).fromJson(bytes, source);
    case 'jsonl':
      return (await import('./from-jsonl.ts')).fromJsonl(bytes, source);
    case 'parquet':
      return (await import('./from-parquet.ts')).fromParquet(bytes, source);
  }
}
