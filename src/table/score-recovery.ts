import { InputError } from '../input-error.ts';
import { CHECKSUM_KEY, checksumOf } from './arrow/checksum.ts';
import { countField } from './arrow/flatbuffer.ts';
import type { Block } from './arrow/ipc-file.ts';
import { type ByteSource, type IpcMessage, walkMessages } from './arrow/ipc-messages.ts';
import { decodeSchema, type IpcSchema } from './arrow/ipc-schema.ts';
import { PROTOCOL_KEY } from './protocol.ts';

/** A whole record batch of a score file. */
export interface ScoreBlock extends Block {
  readonly rows: number;
}

/** What an existing score file holds. */
export interface RecoveredScores {
  readonly schema: IpcSchema;
  readonly blocks: readonly ScoreBlock[];
  /** Where the last whole batch ends. */
  readonly position: number;
  /** Whether anything but a footer follows, or the footer is incomplete. */
  readonly torn: boolean;
}

const MAGIC = Buffer.from('ARROW1\0\0');

/**
 * Reads what a score file holds up to its last whole record batch; undefined where it was cut before its first row
 * could be written, so that it may be begun again. Writes nothing.
 *
 * A kill leaves a file that ends early: after a whole batch, within one, or within the footer. Everything else (a
 * batch that belies its checksum before the end, bytes that are no message) is damage, and refused rather than cut.
 * Throws {@link InputError} on such a file and on one that is not a score file of this suite.
 */
export function recoverScores(bytes: ByteSource, path: string): RecoveredScores | undefined {
  const magic = bytes.read(0, MAGIC.length);
  if (magic.length < MAGIC.length && magic.every((byte, i) => byte === MAGIC[i])) return undefined;
  if (!MAGIC.equals(magic)) throw foreign(path, 'is no Arrow file');
  let schema: IpcSchema | undefined;
  const blocks: ScoreBlock[] = [];
  let bad: ScoreBlock | undefined;
  const visit = (message: IpcMessage): void => {
    if (bad) throw damaged(path, bad);
    if (message.kind === 'schema' && schema === undefined) {
      schema = decodeSchema(message.header, path);
      if (!schema.metadata.has(PROTOCOL_KEY)) throw foreign(path, 'holds no nasprobe scores');
    } else if (message.kind === 'batch' && schema !== undefined) {
      const block = blockOf(message);
      if (isSound(message, bytes, path)) blocks.push(block);
      else bad = block;
    } else {
      throw foreign(path, 'holds no nasprobe scores');
    }
  };
  try {
    const { end, position } = walkMessages(bytes, MAGIC.length, visit);
    const complete = endsInMagic(bytes);
    if (schema === undefined) {
      if (complete || (end === 'garbage' && !isZero(bytes, position)))
        throw foreign(path, 'is a damaged Arrow file');
      return undefined;
    }
    // Once a footer follows, every batch before it had been synced.
    if (bad && end !== 'end') throw damaged(path, bad);
    if ((end === 'torn' && complete) || (end === 'garbage' && !isZero(bytes, position))) {
      throw damaged(path, { offset: position });
    }
    const torn = bad !== undefined || end !== 'mark' || !complete;
    return { schema, blocks, position: bad?.offset ?? position, torn };
  } catch (error) {
    if (error instanceof RangeError) throw foreign(path, 'is a damaged Arrow file');
    throw error;
  }
}

function blockOf(message: IpcMessage): ScoreBlock {
  const { start, bodyStart, end } = message;
  const rows = countField(message.header, 0);
  return { offset: start, metadataLength: bodyStart - start, bodyLength: end - bodyStart, rows };
}

function isSound(message: IpcMessage, bytes: ByteSource, path: string): boolean {
  const expected = message.metadata.get(CHECKSUM_KEY);
  if (expected === undefined) throw foreign(path, 'was written by another program');
  return checksumOf(bytes.read(message.bodyStart, message.end - message.bodyStart)) === expected;
}

function endsInMagic(bytes: ByteSource): boolean {
  return (
    Buffer.from('ARROW1').equals(bytes.read(Math.max(0, bytes.size - 6), 6)) && bytes.size > MAGIC.length
  );
}

/** Some file systems fill with zeros what a power failure kept from being written. */
function isZero(bytes: ByteSource, from: number): boolean {
  for (let at = from; at < bytes.size; at += 2 ** 16) {
    if (bytes.read(at, 2 ** 16).some((byte) => byte !== 0)) return false;
  }
  return true;
}

function foreign(path: string, what: string): InputError {
  return new InputError(`${path}: ${what}, it is left as it is: choose another output or remove it`);
}

function damaged(path: string, { offset }: { readonly offset: number }): InputError {
  return new InputError(
    `${path}: is damaged at byte ${offset}, it is left as it is: choose another output or remove it`,
  );
}
