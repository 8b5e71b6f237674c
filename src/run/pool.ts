import { InputError } from '../input-error.ts';
import { OUT_OF_MEMORY, type Outcome } from '../outcome.ts';
import { type CrashWatch, convictionOf, isSuspect, UNWATCHED, watched } from './crash-watch.ts';
import { findEngine } from './engines.ts';
import { inOrder } from './in-order.ts';
import type { ArchScores, ScoreConfig, Scorer } from './score-config.ts';
import { makeTurns } from './turns.ts';
import type { WorkerAnswer, WorkerJob } from './worker.ts';
import { openWorkers, workerBeside } from './worker-pool.ts';

/** Worker threads that score architectures of one configuration. */
export interface ScorePool {
  /** What of the engine's workings may decide the last bits of a score. */
  readonly engine: Scorer['engine'];
  /** Yields the scores in the order of the architectures, whatever order they finish in. Never throws for one of them. */
  scoreAll(archs: readonly string[], signal?: AbortSignal, watch?: CrashWatch): AsyncGenerator<ArchScores>;
  /** Stops the threads, whatever they are at. */
  close(): Promise<void>;
}

/** Jobs that wait at a worker besides those that it scores, so that it does not idle while a result travels. */
const JOBS_AHEAD = 1;

const WORKER = workerBeside(import.meta.url, 'worker');

/**
 * Starts the workers and opens a scorer on one of them, so that what the scorer refuses is heard before any output
 * is touched: throws that {@link InputError}.
 * @param firstArch checked against the skeleton and the checkpoint beforehand
 * @param workerFile the worker's module; another one in tests
 * @param note told, once each, what a user should know of how the engine computes here
 */
export async function openPool(
  config: ScoreConfig,
  configHash: string,
  workers: number,
  firstArch: string,
  workerFile = WORKER,
  note: (text: string) => void = () => {},
): Promise<ScorePool> {
  const { sharedDevice } = findEngine(config.engine);
  const atOnce = sharedDevice?.inFlight ?? 1;
  const pool = openWorkers<WorkerJob, WorkerAnswer>(workerFile, workers, atOnce);
  const told = new Set<string>();
  const tell = (notes: readonly string[] = []): void => {
    for (const text of notes) if (told.size < told.add(text).size) note(text);
  };
  let engine: Scorer['engine'] = {};
  try {
    const answer = await pool.run({ kind: 'check', config, configHash, arch: firstArch });
    if (answer.kind === 'refused') throw refusal(answer);
    if (answer.kind === 'opened') {
      engine = answer.engine ?? {};
      tell(answer.notes);
    }
  } catch (error) {
    await pool.close();
    throw error;
  }
  const ask = async (arch: string, watch: CrashWatch): Promise<ArchScores> => {
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
      if (answer.kind === 'scored') {
        tell(answer.notes);
        return answer.scores;
      }
      if (answer.kind === 'opened') return lost('no-scores', 'the worker sent no scores back');
      return lost(answer.kind === 'failed' ? answer.code : 'scorer-refused', answer.message);
    } catch (error) {
      const { message } = error as Error;
      return lost(isOutOfMemory(error) ? OUT_OF_MEMORY : 'worker-crashed', message);
    }
  };
  const turns = makeTurns();
  const score = async (arch: string, watch: CrashWatch): Promise<ArchScores> => {
    const scores = await turns.beside(() => ask(arch, watch));
    // What others hold of the device may be what was lacking.
    return sharedDevice !== undefined && ranOut(scores) ? turns.alone(() => ask(arch, watch)) : scores;
  };
  return {
    engine,
    scoreAll: (archs, signal, watch = UNWATCHED) =>
      inOrder(
        archs,
        (arch) => score(arch, watch),
        (atOnce + JOBS_AHEAD) * workers,
        signal,
        (arch) => isSuspect(watch, arch),
      ),
    close: pool.close,
  };
}

const ranOut = ({ scores }: ArchScores): boolean =>
  Object.values(scores).some((outcome) => outcome.status === 'failed' && outcome.code === OUT_OF_MEMORY);

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
