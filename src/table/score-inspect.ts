import { readSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { InputError } from '../input-error.ts';
import { decodeBatch } from './arrow/ipc-batch.ts';
import type { Chunk } from './arrow/ipc-columns.ts';
import { type ByteSource, readMessage } from './arrow/ipc-messages.ts';
import { decodeSchema, type IpcSchema } from './arrow/ipc-schema.ts';
import { PROTOCOL_KEY, type Protocol, protocolDifference, protocolOf, volatileFields } from './protocol.ts';
import { type RecoveredScores, recoverScores, type ScoreBlock } from './score-recovery.ts';

export interface ScoreFileOptions {
  /** Names of the proxies, a column each, in order. */
  readonly columns: readonly string[];
  /** All that decides the scores; kept in the schema's metadata, and compared when the file is opened again. */
  readonly protocol: Protocol;
  /** Fields of the protocol that may differ: {@link volatileFields} by default. */
  readonly volatile?: readonly string[];
}

/** An existing score file, and the text of its protocol. */
export interface InspectedScores {
  readonly recovered: RecoveredScores;
  readonly protocol: string;
}

/**
 * What an existing output holds; undefined where it is to be begun. Changes nothing. Throws {@link InputError} where
 * it is no score file, or one of another protocol or other columns.
 */
export async function inspectScores(
  path: string,
  { columns, protocol, volatile = volatileFields }: ScoreFileOptions,
): Promise<InspectedScores | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const file = await open(path, 'r+');
  try {
    const recovered = recoverScores(fileSource(file.fd, found.size), path);
    if (recovered === undefined) return undefined;
    const { metadata } = recovered.schema;
    // As it will be read back: without members that JSON has not.
    const wanted = JSON.parse(JSON.stringify(protocol)) as Protocol;
    const difference = protocolDifference(protocolOf(metadata, path) ?? {}, wanted, volatile);
    if (difference) {
      const { field, first, second } = difference;
      throw new InputError(
        `${path}: was made with ${field} = ${first}, this run has ${second}: use the same options or another output`,
      );
    }
    checkColumns(recovered.schema, columns, path);
    return { recovered, protocol: metadata.get(PROTOCOL_KEY) ?? '' };
  } finally {
    await file.close();
  }
}

/** The columns of a score table as their types' spelling, in order. */
function layout(proxies: readonly string[]): string[] {
  const scores = proxies.map((name) => `float64 ${name}`);
  return ['utf8 arch', 'int32 index', ...scores, 'float64 seconds', 'utf8 problems'];
}

function checkColumns({ fields }: IpcSchema, columns: readonly string[], path: string): void {
  const found = fields.map(({ name, type, bits }) => `${type}${bits || ''} ${name}`);
  if (found.join('\n') === layout(columns).join('\n')) return;
  throw new InputError(
    `${path}: has the columns ${fields.map(({ name }) => name).join(', ')}, not those of this run: use the same proxies in the same order or another output`,
  );
}

/** The columns of each of these batches, read from the open file one at a time. Throws {@link InputError} on damage. */
export function* readGroups(fd: number, blocks: readonly ScoreBlock[], path: string): Generator<Chunk[]> {
  const last = blocks.at(-1);
  if (last === undefined) return;
  const source = fileSource(fd, last.offset + last.metadataLength + last.bodyLength);
  const changed = new InputError(
    `${path}: has been changed by another program while it was open, begin it again`,
  );
  try {
    const first = readMessage(source, 8);
    if (typeof first === 'string') throw changed;
    const schema = decodeSchema(first.header, path);
    for (const { offset } of blocks) {
      const message = readMessage(source, offset);
      if (typeof message === 'string') throw changed;
      yield decodeBatch(message, source, schema, new Map(), path).chunks.map((chunk) => {
        if (chunk === undefined) throw changed;
        return chunk;
      });
    }
  } catch (error) {
    throw error instanceof RangeError ? changed : error;
  }
}

/** The first `size` bytes of an open file. */
function fileSource(fd: number, size: number): ByteSource {
  return {
    size,
    read(start, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - start)));
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(fd, bytes, done, bytes.length - done, start + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    },
  };
}
