import { importBenchmark, oneByOne } from '../../../datasets/import/import-benchmark.ts';
import { findImporter, openSource } from '../../../datasets/import/index.ts';
import { InputError } from '../../input-error.ts';
import { nasprobeVersion } from '../version.ts';
import { partsJobs, sideBySide } from './side-by-side.ts';

/** An import as a whole. */
export interface ImportJob {
  readonly importer: string;
  readonly path: string;
  readonly out: string;
  readonly workers: number;
  /** Two numbers, which both threads see: the rows that there are, and those of them that an earlier run had read. */
  readonly rows: Int32Array;
}

/** What the table holds; or why there is none. */
export type ImportAnswer =
  | { readonly kind: 'written'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads the files and writes the table. */
export default async function work({ importer, path, out, workers, rows }: ImportJob): Promise<ImportAnswer> {
  try {
    const sums = await importBenchmark(findImporter(importer), openSource(path), {
      out,
      version: nasprobeVersion(),
      follow: (done) => Atomics.store(rows, 0, done),
      resumed: (before) => Atomics.store(rows, 1, before),
      async *partsOf(found, files, folder, from) {
        const jobs = partsJobs(importer, folder, files, from);
        const threads = Math.min(workers, jobs.length);
        yield* threads > 1 ? sideBySide(jobs, threads) : oneByOne(found, files, folder, from);
      },
    });
    return { kind: 'written', ...sums };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', message: error.message };
    throw error;
  }
}
