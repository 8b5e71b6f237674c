import { countField, type FlatTable, rootTable, tableField, tablesField, uint8Field } from './flatbuffer.ts';
import { decodePairs } from './ipc-schema.ts';

/** Bytes to read at random: a buffer or an open file. */
export interface ByteSource {
  readonly size: number;
  /** The bytes [start, start + length), or fewer at the end. */
  read(start: number, length: number): Uint8Array;
}

/** A buffer as a byte source; what it reads are views. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.byteLength, read: (start, length) => bytes.subarray(start, start + length) };
}

export type MessageKind = 'schema' | 'dictionary' | 'batch' | 'other';

/** One whole message of an Arrow IPC stream. */
export interface IpcMessage {
  readonly kind: MessageKind;
  readonly header: FlatTable;
  readonly metadata: ReadonlyMap<string, string>;
  /** Where the message begins, where its body begins, and where the next message begins, in bytes of the source. */
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
}

/** How a walk over messages ended: at the end-of-stream mark, at the end of the bytes, in a torn message, in garbage. */
export type WalkEnd = 'mark' | 'end' | 'torn' | 'garbage';

const kinds: readonly MessageKind[] = ['other', 'schema', 'dictionary', 'batch'];
const MAX_MESSAGE_METADATA = 64 * 2 ** 20;

/** The message at this position, or why there is none. A message that the source ends in is torn. */
export function readMessage(source: ByteSource, position: number): IpcMessage | WalkEnd {
  if (position === source.size) return 'end';
  const prefix = source.read(position, 8);
  const marks = prefix.every((byte, i) => i >= 4 || byte === 0xff);
  if (prefix.length < 8) return marks ? 'torn' : 'garbage';
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getInt32(4, true);
  if (marks && length === 0) return 'mark';
  if (!marks || length < 0 || length > MAX_MESSAGE_METADATA || length % 8 !== 0) return 'garbage';
  const bodyStart = position + 8 + length;
  if (bodyStart > source.size) return 'torn';
  const message = decodeMessage(source.read(position + 8, length), position, bodyStart);
  if (message === undefined) return 'garbage';
  return message.end > source.size ? 'torn' : message;
}

/** Walks the messages from `start`, and says how the walk ended and where the last whole message ends. */
export function walkMessages(
  source: ByteSource,
  start: number,
  visit: (message: IpcMessage) => void,
): { readonly end: WalkEnd; readonly position: number } {
  let position = start;
  for (;;) {
    const message = readMessage(source, position);
    if (typeof message === 'string') return { end: message, position };
    visit(message);
    position = message.end;
  }
}

function decodeMessage(bytes: Uint8Array, start: number, bodyStart: number): IpcMessage | undefined {
  try {
    const root = rootTable(bytes);
    const header = tableField(root, 2);
    if (header === undefined) return undefined;
    const kind = kinds[uint8Field(root, 1)] ?? 'other';
    const end = bodyStart + countField(root, 3);
    return { kind, header, metadata: decodePairs(tablesField(root, 4)), start, bodyStart, end };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
