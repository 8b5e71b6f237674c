import { type ChildProcess, fork } from 'node:child_process';
import type { DecodedArray } from 'hyparquet';
import { InputError } from '../input-error.ts';
import { nodeFlagsFor, ownModule } from '../own-files.ts';
import { distinctNames } from './distinct-names.ts';
import { columnFromValues } from './from-records.ts';
import type { ParquetJob, ParquetReply } from './parquet-decoder.ts';
import type { Column, Table } from './table.ts';

/**
 * A table from Parquet. Numbers, booleans, texts and lists of numbers are kept as in Arrow; structures and other
 * lists become their JSON text; dates and binaries are left out and named in `dropped`.
 *
 * It is decoded in a process of its own, since a damaged page can make the decoder loop or allocate without end, and
 * a thread that runs out of memory takes its whole process with it: there it meets limits of time and memory that
 * depend on the file's size.
 * Throws {@link InputError} on a damaged file and on integers beyond 2^53.
 */
export async function fromParquet(bytes: Uint8Array, source: string): Promise<Table> {
  const reply = await decode(bytes, source);
  if ('refused' in reply) throw new InputError(reply.refused);
  if ('damaged' in reply) throw damaged(source, reply.damaged);
  distinctNames(
    reply.columns.map(({ name }) => name),
    source,
  );
  const dropped: string[] = [];
  const columns: Column[] = [];
  for (const { name, parts } of reply.columns) {
    const column = toColumn(name, parts, reply.rows, source);
    if (column === undefined) dropped.push(name);
    else columns.push(column);
  }
  const metadata = new Map(reply.metadata);
  return { source, rows: reply.rows, columns, metadata, ...(dropped.length > 0 && { dropped }) };
}

function decode(bytes: Uint8Array, source: string): Promise<ParquetReply> {
  const megabytes = bytes.byteLength / 2 ** 20;
  return new Promise((resolve, reject) => {
    const child = startDecoder(Math.ceil(512 + 64 * megabytes));
    const settle = (reply: ParquetReply): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(reply);
    };
    const timer = setTimeout(
      () => settle({ damaged: 'it cannot be decoded in time' }),
      30_000 + 2_000 * megabytes,
    );
    child.once('message', (reply) => settle(reply as ParquetReply));
    child.once('exit', () => settle({ damaged: 'it decodes to more than can be held' }));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.send({ bytes, source } satisfies ParquetJob);
  });
}

function startDecoder(megabytes: number): ChildProcess {
  const decoder = ownModule('src/table/parquet-decoder');
  return fork(decoder, {
    execArgv: [...nodeFlagsFor(decoder), `--max-old-space-size=${megabytes}`],
    serialization: 'advanced',
    // Running out of memory is told by the exit; what V8 prints about it is for nobody.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function damaged(source: string, reason: string): InputError {
  return new InputError(
    `${source}: is a damaged Parquet file (${reason.replaceAll(/\s+/g, ' ').slice(0, 120)}), make or fetch it again`,
  );
}

function toColumn(
  name: string,
  parts: readonly DecodedArray[],
  rows: number,
  source: string,
): Column | undefined {
  if (
    parts.every(
      (part) => part instanceof Float64Array || part instanceof Float32Array || part instanceof Int32Array,
    )
  ) {
    const values = new Float64Array(rows);
    let at = 0;
    for (const part of parts) {
      values.set(part, at);
      at += part.length;
    }
    return { kind: 'number', name, values };
  }
  const values: unknown[] = [];
  for (const part of parts) {
    for (const value of part as ArrayLike<unknown> & Iterable<unknown>) {
      if (value instanceof Date || value instanceof Uint8Array) return undefined;
      values.push(plain(value, name, values.length + 1, source));
    }
  }
  return columnFromValues(name, values);
}

/** A decoded value as JSON has it. NaN within lists and columns stays a number. */
function plain(value: unknown, name: string, row: number, source: string): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new InputError(
      `${source}: column ${name}, row ${row}: the integer is beyond 2^53 and would lose digits, write the column as text`,
    );
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as Iterable<unknown>, (item) => plain(item, name, row, source));
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, plain(item, name, row, source)]),
    );
  }
  return value ?? null;
}
