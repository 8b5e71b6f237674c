import { importBenchmark, oneByOne } from '../../../datasets/import/import-benchmark.ts';
import type { Importer, Source } from '../../../datasets/import/importer.ts';
import type { Part } from '../../../datasets/import/read-part.ts';
import { InputError } from '../../input-error.ts';
import { inOrder } from '../in-order.ts';
import { nasprobeVersion } from '../version.ts';
import { openWorkers, workerBeside } from '../worker-pool.ts';
import type { PartsAnswer, PartsJob } from './worker.ts';

export interface ImportRun {
  readonly out: string;
  /** Threads that read the files of a folder side by side; the table does not depend on their number. */
  readonly workers: number;
  /** Is told how many rows have been read. */
  follow(rows: number): void;
}

/** Files of one job. */
const FILES_PER_JOB = 8;

/**
 * Makes one Arrow table of the official files of a benchmark, whole or not at all. What is stopped begins again: the columns are
 * known when the last file has been read, so nothing of the table can be written before.
 * @throws {InputError} naming the first file that is damaged or another benchmark's
 */
export async function runImport(
  importer: Importer,
  source: Source,
  { out, workers, follow }: ImportRun,
): Promise<{ readonly rows: number; readonly columns: number }> {
  return importBenchmark(importer, source, {
    out,
    version: nasprobeVersion(),
    follow,
    async *partsOf({ id }, files, folder) {
      const placed = files.map((file, place) => ({ file, place }));
      const jobs = Array.from({ length: Math.ceil(files.length / FILES_PER_JOB) }, (_, i) => ({
        importer: id,
        folder,
        files: placed.slice(i * FILES_PER_JOB, (i + 1) * FILES_PER_JOB),
      }));
      const threads = Math.min(workers, jobs.length);
      if (threads > 1) yield* sideBySide(jobs, threads);
      else yield* oneByOne(importer, files, folder);
    },
  });
}

async function* sideBySide(jobs: readonly PartsJob[], threads: number): AsyncGenerator<Part> {
  const pool = openWorkers<PartsJob, PartsAnswer>(workerBeside(import.meta.url, 'worker'), threads);
  const answer = (job: PartsJob): Promise<PartsAnswer | { kind: 'failed'; error: unknown }> =>
    pool.run(job).catch((error: unknown) => ({ kind: 'failed', error }));
  try {
    for await (const found of inOrder(jobs, answer, threads)) {
      if (found.kind === 'failed') throw found.error;
      if (found.kind === 'refused') throw new InputError(found.message);
      yield* found.parts;
    }
  } finally {
    await pool.close();
  }
}
