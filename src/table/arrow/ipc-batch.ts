import { CHECKSUM_KEY, checksumOf } from './checksum.ts';
import { countField, type FlatTable, tableField, uint8Field } from './flatbuffer.ts';
import { openBody } from './ipc-body.ts';
import { type Chunk, type Dictionaries, decodeColumn } from './ipc-columns.ts';
import type { ByteSource, IpcMessage } from './ipc-messages.ts';
import type { IpcField, IpcSchema } from './ipc-schema.ts';

/** The body of a message. Throws RangeError where it belies its checksum. */
function bodyOf(message: IpcMessage, bytes: ByteSource): Uint8Array {
  const body = bytes.read(message.bodyStart, message.end - message.bodyStart);
  const expected = message.metadata.get(CHECKSUM_KEY);
  if (expected !== undefined && checksumOf(body) !== expected) throw new RangeError('checksum');
  return body;
}

/**
 * The columns of a record batch message, undefined where a table cannot hold them.
 * Throws RangeError on damaged bytes, InputError on values that cannot be kept.
 */
export function decodeBatch(
  message: IpcMessage,
  bytes: ByteSource,
  schema: IpcSchema,
  dictionaries: Dictionaries,
  source: string,
): { readonly rows: number; readonly chunks: (Chunk | undefined)[] } {
  const body = openBody(message.header, bodyOf(message, bytes), source);
  const chunks = schema.fields.map((field) => {
    const chunk = decodeColumn(field, body, dictionaries, source);
    if (chunk && chunk.values.length !== body.length) throw new RangeError('columns of different lengths');
    return chunk;
  });
  return { rows: body.length, chunks };
}

/** Adds a dictionary batch message to the dictionaries. Throws RangeError on damaged bytes. */
export function decodeDictionary(
  message: IpcMessage,
  bytes: ByteSource,
  schema: IpcSchema,
  dictionaries: Map<number, Chunk | undefined>,
  source: string,
): void {
  const { header } = message;
  const id = countField(header, 0);
  const data: FlatTable | undefined = tableField(header, 1);
  const field = findEncoded(schema.fields, id);
  if (data === undefined || field === undefined) throw new RangeError('dictionary of no column');
  const { dictionary: _, ...plain } = field;
  const chunk = decodeColumn(plain, openBody(data, bodyOf(message, bytes), source), dictionaries, source);
  const previous = dictionaries.get(id);
  const isDelta = uint8Field(header, 2) !== 0;
  dictionaries.set(id, isDelta && chunk && previous ? joinChunks([previous, chunk]) : chunk);
}

function findEncoded(fields: readonly IpcField[], id: number): IpcField | undefined {
  for (const field of fields) {
    if (field.dictionary?.id === id) return field;
    const nested = findEncoded(field.children, id);
    if (nested) return nested;
  }
  return undefined;
}

/** Chunks of one column as one chunk. Throws RangeError where they are of different kinds. */
export function joinChunks(chunks: readonly Chunk[]): Chunk {
  const first = chunks[0];
  if (first === undefined || chunks.length === 1)
    return first ?? { kind: 'number', values: new Float64Array(0) };
  const same = <K extends Chunk['kind']>(kind: K) =>
    chunks.map((chunk) => {
      if (chunk.kind !== kind) throw new RangeError('chunks of different kinds');
      return chunk as Extract<Chunk, { kind: K }>;
    });
  if (first.kind === 'text') return { kind: 'text', values: same('text').flatMap((chunk) => chunk.values) };
  if (first.kind === 'list') return { kind: 'list', values: same('list').flatMap((chunk) => chunk.values) };
  const parts = same('number');
  const length = parts.reduce((sum, part) => sum + part.values.length, 0);
  const values = new Float64Array(length);
  const missing = parts.some((part) => part.missing) ? new Uint8Array(length) : undefined;
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    if (part.missing) missing?.set(part.missing, at);
    at += part.values.length;
  }
  return { kind: 'number', values, ...(missing && { missing }) };
}
