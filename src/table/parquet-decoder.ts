import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Compressors, type DecodedArray, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { InputError } from '../input-error.ts';
import { lz4Block } from './arrow/lz4.ts';
import { zstd } from './arrow/zstd.ts';
import { MAX_BYTES, MAX_CELLS, MAX_COLUMNS } from './limits.ts';

/** What the process is asked: the file's bytes and its name. */
export interface ParquetJob {
  readonly bytes: Uint8Array;
  readonly source: string;
}

/** What it answers: the columns in pieces, row by row in order, or why there are none. */
export type ParquetReply =
  | {
      readonly rows: number;
      readonly columns: readonly { readonly name: string; readonly parts: readonly DecodedArray[] }[];
      readonly metadata: readonly (readonly [string, string])[];
    }
  | { readonly refused: string }
  | { readonly damaged: string };

async function read({ bytes, source }: ParquetJob): Promise<ParquetReply> {
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  const metadata = await parquetMetadataAsync(file);
  const rows = Number(metadata.num_rows);
  const names = [
    ...new Set((metadata.row_groups[0]?.columns ?? []).map((c) => c.meta_data?.path_in_schema[0] ?? '')),
  ];
  if (names.length > MAX_COLUMNS)
    throw new InputError(`${source}: has more than ${MAX_COLUMNS} columns, select some`);
  if (rows * Math.max(1, names.length) > MAX_CELLS) {
    throw new InputError(`${source}: holds more than ${MAX_CELLS} cells, split the table or select columns`);
  }
  const grouped = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (grouped !== rows) throw new RangeError('row groups do not add up');
  const bounded = (size: number): { maxOutputLength: number } => {
    if (!(size >= 0 && size <= MAX_BYTES)) throw new RangeError('page size');
    return { maxOutputLength: Math.max(1, size) };
  };
  const compressors: Compressors = {
    GZIP: (input, size) => gunzipSync(input, bounded(size)),
    BROTLI: (input, size) => brotliDecompressSync(input, bounded(size)),
    ZSTD: (input, size) => zstd(input, bounded(size).maxOutputLength, source),
    LZ4_RAW: (input, size) => {
      const output = new Uint8Array(bounded(size).maxOutputLength);
      return output.subarray(0, lz4Block(input, output, 0));
    },
  };
  const parts = new Map<string, { readonly rowStart: number; readonly data: DecodedArray }[]>();
  await parquetRead({
    file,
    metadata,
    compressors,
    onChunk({ columnName, columnData, rowStart }) {
      const list = parts.get(columnName) ?? [];
      list.push({ rowStart, data: columnData });
      parts.set(columnName, list);
    },
  });
  const columns = Array.from(parts, ([name, list]) => {
    list.sort((a, b) => a.rowStart - b.rowStart);
    const length = list.reduce((sum, part) => sum + part.data.length, 0);
    if (length !== rows) throw new RangeError(`column ${name} has ${length} of ${rows} rows`);
    return { name, parts: list.map((part) => part.data) };
  });
  const pairs = (metadata.key_value_metadata ?? []).map(({ key, value }): [string, string] => [
    key,
    value ?? '',
  ]);
  return { rows, columns, metadata: pairs };
}

process.once('message', (job) => {
  const answer = (reply: ParquetReply): void => {
    process.send?.(reply, () => process.disconnect());
  };
  read(job as ParquetJob).then(answer, (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    answer(error instanceof InputError ? { refused: message } : { damaged: message });
  });
});
