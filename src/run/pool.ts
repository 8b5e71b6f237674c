import { InputError } from '../input-error.ts';
import { OUT_OF_MEMORY, type Outcome } from '../outcome.ts';
import { ownModule } from '../own-files.ts';
import { type CrashWatch, convictionOf, isSuspect, UNWATCHED, watched } from './crash-watch.ts';
import { findEngine } from './engines.ts';
import { inOrder } from './in-order.ts';
import { portionsOf } from './portions.ts';
import type { ArchScores, ScoreConfig, Scorer } from './score-config.ts';
import { makeTurns } from './turns.ts';
import type { WorkerAnswer, WorkerJob } from './worker.ts';
import { openWorkers } from './worker-pool.ts';

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

const WORKER = ownModule('src/run/worker');

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
    const answer = await pool.run({ kind: 'check', config, configHash, archs: [firstArch] });
    if (answer.kind === 'refused') throw refusal(answer);
    if (answer.kind === 'opened') {
      engine = answer.engine ?? {};
      tell(answer.notes);
    }
  } catch (error) {
    await pool.close();
    throw error;
  }
  /** The answer to a job, or why there is none. */
  const send = async (archs: readonly string[], watch: CrashWatch): Promise<Answer> => {
    const [conviction] = archs.flatMap((arch) => convictionOf(watch, arch) ?? []);
    if (conviction !== undefined) return { code: 'crashed', message: conviction };
    try {
      const job = { kind: 'score', config, configHash, archs } as const;
      const answer = await watched(watch, archs, () => pool.run(job));
      if (answer.kind === 'scored') {
        tell(answer.notes);
        return answer;
      }
      if (answer.kind === 'opened') return { code: 'no-scores', message: 'the worker sent no scores back' };
      return { code: answer.kind === 'failed' ? answer.code : 'scorer-refused', message: answer.message };
    } catch (error) {
      return {
        code: isOutOfMemory(error) ? OUT_OF_MEMORY : 'worker-crashed',
        message: (error as Error).message,
      };
    }
  };
  const ask = async (archs: readonly string[], watch: CrashWatch): Promise<readonly ArchScores[]> => {
    const start = performance.now();
    const answer = await send(archs, watch);
    if ('scores' in answer) return answer.scores;
    // One of them is at fault, and no other shall fail for it.
    if (archs.length > 1) return (await inTurn(archs, (arch) => ask([arch], watch))).flat();
    const outcome: Outcome = { status: 'failed', ...answer };
    const scores = Object.fromEntries(config.proxies.map((proxy) => [proxy, outcome]));
    return [{ arch: archs[0]!, seconds: (performance.now() - start) / 1000, scores }];
  };
  const turns = makeTurns();
  const score = async (archs: readonly string[], watch: CrashWatch): Promise<readonly ArchScores[]> => {
    const scores = await turns.beside(() => ask(archs, watch));
    // What others hold of the device may be what was lacking.
    if (sharedDevice === undefined || !scores.some(ranOut)) return scores;
    const again = (each: ArchScores) =>
      ranOut(each) ? turns.alone(() => ask([each.arch], watch)) : Promise.resolve([each]);
    return (await inTurn(scores, again)).flat();
  };
  return {
    engine,
    async *scoreAll(archs, signal, watch = UNWATCHED) {
      const portions = portionsOf(archs, workers, (arch) => isSuspect(watch, arch));
      const work = async (portion: readonly string[]) => {
        const scores = await score(portion, watch);
        portions.took(
          portion.length,
          scores.reduce((total, { seconds }) => total + seconds, 0),
        );
        return scores;
      };
      const most = (atOnce + JOBS_AHEAD) * workers;
      const isAlone = ([first]: readonly string[]) => isSuspect(watch, first!);
      const sizeOf = ({ length }: readonly string[]) => length;
      for await (const scores of inOrder(portions, work, most, signal, isAlone, sizeOf)) yield* scores;
    },
    close: pool.close,
  };
}

/** What came of a job: the scores, or why there are none. */
type Answer =
  | { readonly scores: readonly ArchScores[] }
  | { readonly code: string; readonly message: string };

async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
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
