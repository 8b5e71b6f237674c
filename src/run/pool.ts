import { InputError } from '../input-error.ts';
import type { Outcome } from '../outcome.ts';
import { type CrashWatch, convictionOf, isSuspect, UNWATCHED, watched } from './crash-watch.ts';
import { inOrder } from './in-order.ts';
import type { ArchScores, ScoreConfig } from './score-config.ts';
import type { WorkerAnswer, WorkerJob } from './worker.ts';
import { openWorkers, workerBeside } from './worker-pool.ts';

/** Worker threads that score architectures of one configuration. */
export interface ScorePool {
  /** Yields the scores in the order of the architectures, whatever order they finish in. Never throws for one of them. */
  scoreAll(archs: readonly string[], signal?: AbortSignal, watch?: CrashWatch): AsyncGenerator<ArchScores>;
  /** Stops the threads, whatever they are at. */
  close(): Promise<void>;
}

/** Jobs under way a worker: one that it scores, one that waits, so that no worker idles while its result travels. */
const JOBS_PER_WORKER = 2;

const WORKER = workerBeside(import.meta.url, 'worker');

/**
 * Starts the workers and opens a scorer on one of them, so that what the scorer refuses is heard before any output
 * is touched: throws that {@link InputError}.
 * @param firstArch checked against the skeleton and the checkpoint beforehand
 * @param workerFile the worker's module; another one in tests
 */
export async function openPool(
  config: ScoreConfig,
  configHash: string,
  workers: number,
  firstArch: string,
  workerFile = WORKER,
): Promise<ScorePool> {
  const pool = openWorkers<WorkerJob, WorkerAnswer>(workerFile, workers);
  try {
    const answer = await pool.run({ kind: 'check', config, configHash, arch: firstArch });
    if (answer.kind === 'refused') throw refusal(answer);
  } catch (error) {
    await pool.close();
    throw error;
  }
  const score = async (arch: string, watch: CrashWatch): Promise<ArchScores> => {
    const start = performance.now();
    const lost = (code: string, message: string): ArchScores => {
      const outcome: Outcome = { status: 'failed', code, message };
      const scores = Object.fromEntries(config.proxies.map((proxy) => [proxy, outcome]));
      return { arch, seconds: (performance.now() - start) / 1000, scores };
    };
    const conviction = convictionOf(watch, arch);
    if (conviction !== undefined) return lost('crashed', conviction);
    try {
      const job = { kind: 'score', config, configHash, arch } as const;
      const answer = await watched(watch, arch, () => pool.run(job));
      if (answer.kind === 'scored') return answer.scores;
      if (answer.kind === 'opened') return lost('no-scores', 'the worker sent no scores back');
      return lost(answer.kind === 'failed' ? answer.code : 'scorer-refused', answer.message);
    } catch (error) {
      const { message } = error as Error;
      return lost(isOutOfMemory(error) ? 'out-of-memory' : 'worker-crashed', message);
    }
  };
  return {
    scoreAll: (archs, signal, watch = UNWATCHED) =>
      inOrder(
        archs,
        (arch) => score(arch, watch),
        JOBS_PER_WORKER * workers,
        signal,
        (arch) => isSuspect(watch, arch),
      ),
    close: pool.close,
  };
}

/** A thread whose own heap is full ends alone. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function refusal(answer: Extract<WorkerAnswer, { kind: 'refused' }>): Error {
  if (answer.isInput) return new InputError(answer.message);
  const error = new Error(answer.message);
  error.stack = answer.stack;
  return error;
}
