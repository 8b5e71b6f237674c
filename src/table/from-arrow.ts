import { InputError } from '../input-error.ts';
import { decodeBatch, decodeDictionary, joinChunks } from './arrow/ipc-batch.ts';
import type { Chunk } from './arrow/ipc-columns.ts';
import { bufferSource, type IpcMessage, walkMessages } from './arrow/ipc-messages.ts';
import { decodeSchema, footerSchema, type IpcSchema } from './arrow/ipc-schema.ts';
import { distinctNames } from './distinct-names.ts';
import { MAX_CELLS } from './limits.ts';
import type { Column, Table } from './table.ts';

const MAGIC = 'ARROW1';

/**
 * A table from Arrow's IPC format, file or stream (a Feather file is the former). A file without its footer, such as
 * a run's that is going on or was killed, is read up to its last whole record batch.
 *
 * Numbers of all widths and booleans become numbers, dictionaries and views text, lists of numbers lists, other
 * lists their JSON text; structures, dates and binaries are left out and named in `dropped`.
 * Throws {@link InputError} on a damaged file and on integers beyond 2^53.
 */
export function fromArrow(bytes: Uint8Array, source: string): Table {
  try {
    return decode(bytes, source);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError || isZlibError(error))) throw error;
    throw new InputError(`${source}: is a damaged Arrow file (${error.message}), make or fetch it again`);
  }
}

function decode(bytes: Uint8Array, source: string): Table {
  const isFile = startsWith(bytes, MAGIC);
  const input = bufferSource(bytes);
  let schema: IpcSchema | undefined;
  let rows = 0;
  const dictionaries = new Map<number, Chunk | undefined>();
  const columns: (Chunk[] | undefined)[] = [];
  const known = (): IpcSchema => {
    // JavaScript's Arrow library writes files whose only schema is the footer's.
    schema ??= isFile ? schemaAtEnd(bytes, source) : undefined;
    if (schema === undefined) {
      throw new InputError(`${source}: ends before its first row, it is truncated: make or fetch it again`);
    }
    return schema;
  };
  const visit = (message: IpcMessage): void => {
    if (message.kind === 'schema') {
      schema ??= decodeSchema(message.header, source);
    } else if (message.kind === 'dictionary') {
      decodeDictionary(message, input, known(), dictionaries, source);
    } else if (message.kind === 'batch') {
      const batch = decodeBatch(message, input, known(), dictionaries, source);
      rows += batch.rows;
      if (rows * Math.max(1, batch.chunks.length) > MAX_CELLS) {
        throw new InputError(
          `${source}: holds more than ${MAX_CELLS} cells: split the table or select columns`,
        );
      }
      batch.chunks.forEach((chunk, i) => {
        if (chunk === undefined) return;
        columns[i] ??= [];
        columns[i].push(chunk);
      });
    }
  };
  const { end } = walkMessages(input, isFile ? 8 : 0, visit);
  if (end === 'garbage' || (end === 'torn' && endsWith(bytes, MAGIC)))
    throw new RangeError('no message where one is due');
  return assemble(known(), columns, rows, source);
}

function assemble(schema: IpcSchema, chunks: (Chunk[] | undefined)[], rows: number, source: string): Table {
  distinctNames(
    schema.fields.map((field) => field.name),
    source,
  );
  const dropped: string[] = [];
  const columns: Column[] = [];
  schema.fields.forEach(({ name, type }, i) => {
    const parts = chunks[i];
    if (parts === undefined && rows > 0) dropped.push(name);
    else if (parts === undefined)
      columns.push(type.includes('utf8') ? { kind: 'text', name, values: [] } : noNumbers(name));
    else columns.push({ name, ...joinChunks(parts) });
  });
  return { source, rows, columns, metadata: schema.metadata, ...(dropped.length > 0 && { dropped }) };
}

const noNumbers = (name: string): Column => ({ kind: 'number', name, values: new Float64Array(0) });

function schemaAtEnd(bytes: Uint8Array, source: string): IpcSchema | undefined {
  if (bytes.length < 18 || !endsWith(bytes, MAGIC)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getInt32(bytes.length - 10, true);
  if (length <= 0 || length > bytes.length - 18) throw new RangeError('footer length');
  return footerSchema(bytes.subarray(bytes.length - 10 - length, bytes.length - 10), source);
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(text).every((byte, i) => bytes[i] === byte);
}

function endsWith(bytes: Uint8Array, text: string): boolean {
  return startsWith(bytes.subarray(bytes.length - text.length), text);
}

function isZlibError(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && /^(Z_|ZSTD_|ERR_BUFFER|ERR_ZLIB)/.test(String(error.code))
  );
}
