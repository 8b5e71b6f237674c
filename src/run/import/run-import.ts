import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { removeEmptyRows, rowsName } from '../../../datasets/import/row-spool.ts';
import { InputError } from '../../input-error.ts';
import { ownModule } from '../../own-files.ts';
import { lockOutput } from '../../table/index.ts';
import { temporaryName } from '../../table/temporary-name.ts';
import { openWorkers } from '../worker-pool.ts';
import type { ImportAnswer, ImportJob } from './import-worker.ts';

export interface ImportRun {
  /** An importer's id, and the file or folder that it reads. */
  readonly importer: string;
  readonly path: string;
  readonly out: string;
  /** Threads that read the files of a folder side by side; the table does not depend on their number. */
  readonly workers: number;
  /** Is told now and then how many rows there are, and at the end. */
  follow(rows: number): void;
  /** Is told how many rows an earlier run of the same had read, before more are. */
  resumed(rows: number): void;
  /** Stops it: nothing of the table is left, but the rows that were made of a folder's files are. */
  readonly signal?: AbortSignal;
}

const FOLLOW_MS = 100;

/**
 * Makes one Arrow table of the official files of a benchmark, whole or not at all. A thread of its own does it, since files are read
 * without a pause: so it can be stopped wherever it is. The columns are known when the last file has been read, so nothing of the
 * table can be written before; the rows of a folder's files are kept beside it until then, and the same run goes on after them.
 * @returns what the table holds; nothing where it was stopped
 * @throws {InputError} naming the first file that is damaged or another benchmark's, or the process that writes this table already
 */
export async function runImport({
  follow,
  resumed,
  signal,
  ...job
}: ImportRun): Promise<{ readonly rows: number; readonly columns: number } | undefined> {
  const rows = new Int32Array(new SharedArrayBuffer(8));
  let isTold = false;
  const tell = (): void => {
    const before = rows[1]!;
    if (before > 0 && !isTold) {
      isTold = true;
      resumed(before);
    }
    follow(rows[0]!);
  };
  const release = await lockOutput(job.out);
  try {
    const answer = await answerOf({ ...job, rows }, tell, signal);
    if (answer?.kind !== 'refused') return answer;
    throw new InputError(`${answer.message}${keptOf(job.out)}`);
  } finally {
    await release();
  }
}

async function answerOf(
  job: ImportJob,
  tell: () => void,
  signal?: AbortSignal,
): Promise<ImportAnswer | undefined> {
  const pool = openWorkers<ImportJob, ImportAnswer>(ownModule('src/run/import/import-worker'), 1);
  const told = setInterval(tell, FOLLOW_MS);
  let answer: ImportAnswer | undefined;
  try {
    answer = await Promise.race([pool.run(job), aborted(signal)]);
  } finally {
    clearInterval(told);
    await pool.close();
    if (answer === undefined) {
      await rm(temporaryName(job.out), { force: true });
      removeEmptyRows(job.out);
    }
  }
  if (answer?.kind === 'written') tell();
  return answer;
}

/** What is to be said of rows that a refusal leaves. */
const keptOf = (out: string): string =>
  existsSync(rowsName(out))
    ? `; what was read is kept in ${rowsName(out)}, the same command goes on from there`
    : '';

function aborted(signal?: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(undefined);
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
