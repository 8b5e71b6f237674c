import type { Part } from '../../../datasets/import/read-part.ts';
import { InputError } from '../../input-error.ts';
import { ownModule } from '../../own-files.ts';
import { inOrder } from '../in-order.ts';
import { openWorkers } from '../worker-pool.ts';
import type { PartsAnswer, PartsJob } from './parts-worker.ts';

/** Files of one job. */
const FILES_PER_JOB = 8;

/** A folder's files in their order, from this place on, divided among jobs. */
export function partsJobs(
  importer: string,
  folder: string,
  files: readonly string[],
  from: number,
): PartsJob[] {
  const placed = files.map((file, place) => ({ file, place })).slice(from);
  return Array.from({ length: Math.ceil(placed.length / FILES_PER_JOB) }, (_, i) => ({
    importer,
    folder,
    files: placed.slice(i * FILES_PER_JOB, (i + 1) * FILES_PER_JOB),
  }));
}

/** What is made of the jobs' files in their order, read on several threads. @throws {InputError} naming the first bad file */
export async function* sideBySide(jobs: readonly PartsJob[], threads: number): AsyncGenerator<Part> {
  const pool = openWorkers<PartsJob, PartsAnswer>(ownModule('src/run/import/parts-worker'), threads);
  const answer = (job: PartsJob): Promise<PartsAnswer | { kind: 'failed'; error: unknown }> =>
    pool.run(job).catch((error: unknown) => ({ kind: 'failed', error }));
  try {
    for await (const found of inOrder(jobs, answer, threads)) {
      if (found.kind === 'failed') throw found.error;
      yield* found.parts;
      if (found.kind === 'refused') throw new InputError(found.message);
    }
  } finally {
    await pool.close();
  }
}
