import { rm } from 'node:fs/promises';
import { spoolName } from '../../../datasets/import/row-spool.ts';
import { InputError } from '../../input-error.ts';
import { temporaryName } from '../../table/temporary-name.ts';
import { openWorkers, workerBeside } from '../worker-pool.ts';
import type { ImportAnswer, ImportJob } from './import-worker.ts';

export interface ImportRun {
  /** An importer's id, and the file or folder that it reads. */
  readonly importer: string;
  readonly path: string;
  readonly out: string;
  /** Threads that read the files of a folder side by side; the table does not depend on their number. */
  readonly workers: number;
  /** Is told now and then how many rows have been read, and at the end. */
  follow(rows: number): void;
  /** Stops it: nothing of the table is left. */
  readonly signal?: AbortSignal;
}

const FOLLOW_MS = 100;

/**
 * Makes one Arrow table of the official files of a benchmark, whole or not at all. A thread of its own does it, since files are read
 * without a pause: so it can be stopped wherever it is. What is stopped begins again: the columns are known when the last file has
 * been read, so nothing of the table can be written before.
 * @returns what the table holds; nothing where it was stopped
 * @throws {InputError} naming the first file that is damaged or another benchmark's
 */
export async function runImport({
  follow,
  signal,
  ...job
}: ImportRun): Promise<{ readonly rows: number; readonly columns: number } | undefined> {
  const rows = new Int32Array(new SharedArrayBuffer(4));
  const pool = openWorkers<ImportJob, ImportAnswer>(workerBeside(import.meta.url, 'import-worker'), 1);
  const followed = setInterval(() => follow(rows[0]!), FOLLOW_MS);
  let answer: ImportAnswer | undefined;
  try {
    answer = await Promise.race([pool.run({ ...job, rows }), aborted(signal)]);
  } finally {
    clearInterval(followed);
    await pool.close();
    if (answer === undefined)
      for (const left of [temporaryName(job.out), spoolName(job.out)]) await rm(left, { force: true });
  }
  if (answer?.kind === 'refused') throw new InputError(answer.message);
  follow(rows[0]!);
  return answer;
}

function aborted(signal?: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(undefined);
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
