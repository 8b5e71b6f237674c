import { availableParallelism } from 'node:os';
import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import { InputError } from '../../input-error.ts';
import { ownModule } from '../../own-files.ts';
import { findSpace } from '../../spaces/index.ts';
import { type CrashWatch, convictionOf, isSuspect, UNWATCHED, watched } from '../crash-watch.ts';
import { inOrder } from '../in-order.ts';
import { prepareWebAssembly } from '../v8-flags.ts';
import { openWorkers } from '../worker-pool.ts';
import type { TrainConfig, TrainingJob } from './train-config.ts';
import { openTrainOutput, type TrainOutput } from './train-output.ts';
import { trainProtocol } from './train-protocol.ts';
import type { TrainAnswer, TrainTask } from './worker.ts';

export interface TrainingRuns {
  readonly config: TrainConfig;
  readonly jobs: readonly TrainingJob[];
  /** An .arrow file; where it holds some of these trainings already, the rest is done. */
  readonly out: string;
  /** Worker threads; as many as the machine has processors unless given. The curves do not depend on it. */
  readonly workers?: number;
  /** Stops the run: what is trained is written, what is under way goes on from its checkpoint next time. */
  readonly signal?: AbortSignal;
  /** Seconds between two checkpoints of one training. */
  readonly keepAfter?: number;
  /** Who outlives the process; nobody unless given. */
  readonly watch?: CrashWatch;
}

export type TrainEvent =
  | { readonly type: 'started'; readonly done: number; readonly total: number; readonly workers: number }
  | { readonly type: 'trained'; readonly done: number; readonly total: number; readonly run: TrainedRun }
  | {
      readonly type: 'failed';
      readonly done: number;
      readonly total: number;
      readonly job: TrainingJob;
      readonly message: string;
    }
  | {
      readonly type: 'finished';
      readonly done: number;
      readonly total: number;
      readonly stopped: boolean;
      /** Those asked for, in their order, and what else the output held. */
      readonly runs: readonly TrainedRun[];
    };

const KEEP_AFTER = 10;

const WORKER = ownModule('src/run/train/worker');

type Ended = { readonly job: TrainingJob; readonly answer: TrainAnswer };

/**
 * Trains the jobs on worker threads and yields what happens, in the jobs' order. A training that is finished is on the
 * disk at once; the table is written at the end, or when the signal stops the run.
 * Throws {@link InputError} before the first event where the configuration or an existing output refuses.
 */
export async function* runTrainings(request: TrainingRuns): AsyncGenerator<TrainEvent> {
  const { config, jobs, signal, keepAfter = KEEP_AFTER, watch = UNWATCHED } = request;
  const { relaxedSimd } = prepareWebAssembly(config.deterministic);
  const protocol = trainProtocol(config, relaxedSimd);
  const output = await openTrainOutput(request.out, protocol, findSpace(config.space));
  const total = jobs.length;
  const due = jobs.filter((job) => !output.holds(job));
  const workers = Math.max(1, Math.min(request.workers ?? availableParallelism(), due.length));
  let done = total - due.length;
  let failures = 0;
  try {
    yield { type: 'started', done, total, workers };
    if (due.length > 0) {
      const pool = openWorkers<TrainTask, TrainAnswer>(WORKER, workers);
      const train = async (job: TrainingJob): Promise<Ended> => {
        const conviction = convictionOf(watch, nameOf(job));
        if (conviction !== undefined)
          return { job, answer: { kind: 'failed', isInput: false, message: conviction } };
        const task = {
          config,
          configHash: protocol.configHash,
          job,
          checkpoint: output.checkpoint(job),
          keepAfter,
        };
        return watched(watch, [nameOf(job)], () => pool.run(task)).then(
          (answer) => keep(output, { job, answer }),
          (error: Error): Ended => ({
            job,
            answer: { kind: 'failed', isInput: false, message: error.message },
          }),
        );
      };
      try {
        for await (const { job, answer } of inOrder(due, train, workers, signal, (job) =>
          isSuspect(watch, nameOf(job)),
        )) {
          if (answer.kind === 'failed') {
            if (answer.isInput) throw new InputError(answer.message);
            failures += 1;
            yield { type: 'failed', done, total, job, message: answer.message };
          } else {
            done += 1;
            yield { type: 'trained', done, total, run: answer.run };
          }
        }
      } finally {
        await pool.close();
      }
    }
    await output.write(jobs);
    done = jobs.filter((job) => output.holds(job)).length;
    yield { type: 'finished', done, total, stopped: done + failures < total, runs: output.runs(jobs) };
  } finally {
    await output.close(done === total);
  }
}

const nameOf = ({ arch, seed }: TrainingJob): string => `${arch} ${seed}`;

/** Writes down what has finished, before its turn to be told comes; a disk that takes no more is a failure too. */
function keep(output: TrainOutput, ended: Ended): Ended {
  const { job, answer } = ended;
  try {
    if (answer.kind === 'trained') output.add(answer.run);
    return ended;
  } catch (error) {
    const { message } = error as Error;
    return { job, answer: { kind: 'failed', isInput: error instanceof InputError, message } };
  }
}
