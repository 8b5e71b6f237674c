import { open, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';
import { loadArrow } from './arrow/arrow-data.ts';
import { ipcFileChunks, ipcFileParts } from './arrow/ipc-file.ts';
import { distinctNames } from './distinct-names.ts';
import { formatOfName } from './format.ts';
import { lastNonzero } from './last-nonzero.ts';
import { CANONICAL_ROWS, canonicalBatches } from './score-canonical.ts';
import { inspectScores, readGroups, type ScoreFileOptions } from './score-inspect.ts';
import { lockOutput } from './score-lock.ts';
import type { ScoreBlock } from './score-recovery.ts';
import { chunksOfRows, fixedColumns, type ScoreRow, scoreBatch, scoreSchema } from './score-rows.ts';
import { outputError, writeAtomically } from './write-atomically.ts';

export type { ScoreFileOptions } from './score-inspect.ts';

/**
 * A score table that is appended to while it is made, an Arrow IPC file. What `flush` has returned for survives a
 * kill at any moment: a batch is appended only after the footer was cut off, so that a torn batch always ends the
 * file, and every batch carries a checksum. A batch is synced to the disk before its footer is written; the footer is
 * not, since opening the file makes it again.
 */
export interface ScoreFile {
  /** Rows that the file held when it was opened: a prefix of the plan. */
  readonly rowsDone: number;
  /** The architectures of those rows, in order, a batch at a time. */
  archsDone(): Generator<readonly string[]>;
  /** Adds rows, in plan order; they are kept in memory up to 4096 rows or the next flush. */
  append(rows: readonly ScoreRow[]): Promise<void>;
  /** Writes the rows added so far as one record batch. */
  flush(): Promise<void>;
  /** Flushes, then replaces the file by one whose bytes do not depend on how the run was cut up. */
  finish(): Promise<void>;
  /** Flushes, leaves a valid file, and releases the lock. */
  close(): Promise<void>;
}

/** A footer smaller than this is written at every flush. */
const SMALL_FOOTER = 2 ** 16;

/**
 * Opens the score table at `path` to append to it, or begins it; locks it against other processes until it is closed.
 * Throws {@link InputError} where the folder cannot be written, another process writes the file, the file is of
 * another protocol (its message names the field), or no score table; such a file is left as it is.
 */
export async function openScoreFile(path: string, options: ScoreFileOptions): Promise<ScoreFile> {
  const { columns, protocol } = options;
  if (formatOfName(path) !== 'arrow' || path.endsWith('.gz')) {
    throw new InputError(
      `${path}: scores are appended to an .arrow file, name it so (other formats can be made from it)`,
    );
  }
  distinctNames([...columns, ...fixedColumns], path);
  const target = await targetOf(path);
  const release = await lockOutput(target);
  try {
    const arrow = await loadArrow();
    const temporary = join(dirname(target), `.${basename(target)}.finishing`);
    await rm(temporary, { force: true });
    const before = await inspectScores(target, options);
    const schema = scoreSchema(arrow, columns, before?.protocol ?? JSON.stringify(protocol));
    const parts = await ipcFileParts(arrow, schema);
    if (before === undefined) await writeAtomically(target, ipcFileChunks(parts, []), temporary);
    let file = await open(target, 'r+');
    const blocks: ScoreBlock[] = [...(before?.recovered.blocks ?? [])];
    let position = before?.recovered.position ?? parts.head.length;
    let mark = await lastNonzero(file, position);
    let footer: 'written' | 'due' = before?.recovered.torn ? 'due' : 'written';
    let sinceFooter = 0;
    let pending: ScoreRow[] = [];
    let queue: Promise<unknown> = Promise.resolve();

    /** One operation at a time, in the order of the calls. */
    const inTurn = (work: () => Promise<void>): Promise<void> => {
      const turn = queue.then(work);
      queue = turn.catch(() => {});
      return turn;
    };
    const writeAt = async (bytes: Uint8Array, at: number): Promise<void> => {
      for (let done = 0; done < bytes.length; ) {
        done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
      }
    };
    /** Another program that put a file in the place of this one, or cut it, wants no rows at the old position. */
    const checkUntouched = async (): Promise<void> => {
      const [named, own] = await Promise.all([stat(target).catch(() => undefined), file.stat()]);
      if (named?.ino !== own.ino || named.dev !== own.dev || own.size < position) throw touched(path, named);
    };
    /** What was cut between the check and a write, of rows or of a footer, has come back as zeros: it is cut again. */
    const checkUncut = async (): Promise<void> => {
      const last = await lastNonzero(file, position);
      if (last === mark) return;
      await file.truncate(last + 1);
      throw touched(path, await stat(target).catch(() => undefined));
    };
    const writeFooter = async (): Promise<void> => {
      await file.truncate(position);
      await writeAt(parts.tail(blocks), position);
      await checkUncut();
      footer = 'written';
      sinceFooter = 0;
    };
    const flush = async (): Promise<void> => {
      if (pending.length === 0) return;
      const rows = pending.length;
      const chunks = chunksOfRows(pending, columns);
      const { bytes, bodyLength } = parts.batch(scoreBatch(arrow, schema, chunks, 0, rows));
      await checkUntouched();
      footer = 'due';
      await file.truncate(position);
      await writeAt(bytes, position);
      await checkUncut();
      await file.datasync();
      mark = position + bytes.findLastIndex((byte) => byte !== 0);
      blocks.push({ offset: position, metadataLength: bytes.length - bodyLength, bodyLength, rows });
      position += bytes.length;
      sinceFooter += bytes.length;
      pending = [];
      // The footer lists every batch: written each time, the footers of a long run would outgrow its rows.
      const footerSize = parts.head.length + 24 * blocks.length;
      if (footerSize <= Math.max(SMALL_FOOTER, sinceFooter)) await writeFooter();
    };
    const finish = async (): Promise<void> => {
      await flush();
      await checkUntouched();
      const canonical = blocks.every(
        ({ rows }, i) => rows === CANONICAL_ROWS || (i === blocks.length - 1 && rows < CANONICAL_ROWS),
      );
      if (canonical) {
        if (footer === 'due') await writeFooter();
        await file.sync();
        return;
      }
      const groups = readGroups(file.fd, blocks, target);
      await writeAtomically(target, ipcFileChunks(parts, canonicalBatches(arrow, schema, groups)), temporary);
      await file.close();
      file = await open(target, 'r+');
      const { recovered } = (await inspectScores(target, options))!;
      blocks.splice(0, blocks.length, ...recovered.blocks);
      position = recovered.position;
      mark = await lastNonzero(file, position);
      footer = 'written';
    };
    const guarded = (work: () => Promise<void>) =>
      inTurn(() =>
        work().catch((error: unknown) => {
          throw outputError(path, error);
        }),
      );

    // A torn tail is cut off at once, so that the file is whole from here on.
    if (footer === 'due') await writeFooter();
    return {
      rowsDone: blocks.reduce((sum, { rows }) => sum + rows, 0),
      *archsDone() {
        for (const [archs] of readGroups(file.fd, blocks, target)) {
          if (archs?.kind === 'text') yield archs.values.map((arch) => arch ?? '');
        }
      },
      append: (rows) =>
        guarded(async () => {
          for (let start = 0; start < rows.length; ) {
            const taken = rows.slice(start, start + CANONICAL_ROWS - pending.length);
            pending.push(...taken);
            start += taken.length;
            if (pending.length === CANONICAL_ROWS) await flush();
          }
        }),
      flush: () => guarded(flush),
      finish: () => guarded(finish),
      close: () =>
        guarded(async () => {
          try {
            await flush();
            if (footer === 'due') {
              await checkUntouched();
              await writeFooter();
            }
          } finally {
            await file.close();
            await release();
          }
        }),
    };
  } catch (error) {
    await release();
    throw outputError(path, error);
  }
}

/** Another program removed the file or did something else to it. */
function touched(path: string, named: object | undefined): InputError {
  return new InputError(
    `${path}: was ${named === undefined ? 'removed' : 'changed'} by another program while it was written, the rows since then are not in it: run the same command again`,
  );
}

/** The file behind a link, so that replacing it keeps the link. */
async function targetOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return path;
  if (!found.isFile()) throw new InputError(`${path}: is no file, choose another output`);
  return realpath(path);
}
