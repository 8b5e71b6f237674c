import { InputError } from '../input-error.ts';
import { isObject } from './parse-json.ts';

/** A table's format on disk. */
export type TableFormat = 'arrow' | 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet';

const byExtension: Readonly<Record<string, TableFormat>> = {
  arrow: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
};

/** The format that a path's name promises, `.gz` aside; undefined where the name says nothing. */
export function formatOfName(path: string): TableFormat | undefined {
  const extension = /\.([^./\\]+)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(byExtension, extension)
    ? byExtension[extension]
    : undefined;
}

/** The format of binary tables by their first bytes; undefined for text. */
function binaryFormat(bytes: Uint8Array): 'arrow' | 'parquet' | 'feather1' | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(8, bytes.byteLength));
  const text = head.toString('latin1');
  if (text.startsWith('ARROW1')) return 'arrow';
  if (head.length >= 8 && head.readInt32LE(0) === -1) return 'arrow';
  if (text.startsWith('PAR1')) return 'parquet';
  if (text.startsWith('FEA1')) return 'feather1';
  return undefined;
}

/**
 * The format to read these bytes as: the name's where it has a known extension, else the content's.
 * Throws {@link InputError} where the content belies the name or says nothing.
 */
export function formatOf(bytes: Uint8Array, source: string): TableFormat {
  const named = formatOfName(source);
  const binary = binaryFormat(bytes);
  if (binary === 'feather1') {
    throw new InputError(
      `${source}: is Feather version 1, write it again as version 2 (pyarrow.feather.write_feather)`,
    );
  }
  if (named === undefined) return binary ?? textFormat(bytes, source);
  if (binary !== undefined && binary !== named) {
    throw new InputError(`${source}: is a .${binary} file by its content, rename it`);
  }
  if (binary === undefined && (named === 'arrow' || named === 'parquet')) {
    throw new InputError(
      `${source}: is no .${named} file by its content, name it by its true format or make it again`,
    );
  }
  return named;
}

function textFormat(bytes: Uint8Array, source: string): TableFormat {
  const head = new TextDecoder().decode(bytes.subarray(0, 2 ** 16)).trimStart();
  if (head.startsWith('[')) return 'json';
  if (head.startsWith('{')) return isRecordLine(head) ? 'jsonl' : 'json';
  const line = /^[^\r\n]*/.exec(head)?.[0] ?? '';
  if (head.includes('\0') || line === '') {
    throw new InputError(
      `${source}: is no table (arrow, csv, tsv, json, jsonl, parquet), convert it to one of these`,
    );
  }
  return line.includes('\t') && !line.includes(',') ? 'tsv' : 'csv';
}

/** Whether the first line is a record by itself: another one follows, or not all it holds are objects and arrays. */
function isRecordLine(head: string): boolean {
  const [line = '', ...rest] = head.split(/\r?\n/);
  try {
    const record: unknown = JSON.parse(line.replaceAll(/-?\b(?:NaN|Infinity)\b/g, '0'));
    return (
      isObject(record) &&
      (rest.some((text) => text.startsWith('{')) ||
        Object.values(record).some((value) => typeof value !== 'object'))
    );
  } catch {
    return false;
  }
}
