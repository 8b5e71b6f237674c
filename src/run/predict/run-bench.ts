import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Labelled } from '../../../estimators/predictors/trial.ts';
import { InputError } from '../../input-error.ts';
import { ownModule } from '../../own-files.ts';
import { randomStream } from '../../random/index.ts';
import { type Protocol, protocolDifference, protocolOf } from '../../table/protocol.ts';
import { readTable } from '../../table/read-table.ts';
import { lockOutput } from '../../table/score-lock.ts';
import { writeTable } from '../../table/write-table.ts';
import { inOrder } from '../in-order.ts';
import { nasprobeVersion } from '../version.ts';
import { openWorkers } from '../worker-pool.ts';
import { type BenchCell, type BenchConfig, planBench, trialOrder } from './bench-plan.ts';
import { type BenchRow, benchRows, benchTable, FAILED, keyOf } from './bench-row.ts';
import type { BenchAnswer, BenchJob } from './bench-worker.ts';
import { knownSamples, type SampleSet } from './read-samples.ts';

/** A target and its values, one for each sample; NaN where there is none. */
export interface BenchTarget {
  readonly name: string;
  readonly values: Float64Array;
}

export interface Bench {
  readonly config: BenchConfig;
  readonly set: SampleSet;
  readonly targets: readonly BenchTarget[];
  /** Paths of the tables, for the protocol. */
  readonly sources: { readonly truth: string; readonly scores?: string };
  /** Worker threads; results do not depend on it. */
  readonly workers?: number;
  /** An .arrow file that is brought up to date while the bench runs; what it has already is not done again. */
  readonly out?: string;
  readonly signal?: AbortSignal;
}

export type BenchEvent =
  | { readonly type: 'started'; readonly total: number; readonly done: number; readonly workers: number }
  | { readonly type: 'done'; readonly done: number; readonly total: number; readonly row: BenchRow }
  | { readonly type: 'finished'; readonly rows: readonly BenchRow[]; readonly stopped: boolean };

interface Task extends BenchCell {
  readonly target: string;
}

/** How often the output is brought up to date, in milliseconds. */
const SAVE_EVERY = 10_000;
const JOBS_PER_WORKER = 2;

/**
 * Fits and tests every cell of the plan on worker threads and yields what happens, in the plan's order.
 * Throws {@link InputError} before the first event where the configuration or an existing output refuses.
 */
export async function* runBench(bench: Bench): AsyncGenerator<BenchEvent> {
  const release = bench.out === undefined ? undefined : await lockOutput(bench.out);
  try {
    yield* runTasks(bench);
  } finally {
    await release?.();
  }
}

async function* runTasks(bench: Bench): AsyncGenerator<BenchEvent> {
  const { config, set, out, signal } = bench;
  const labelled = new Map(bench.targets.map((target) => [target.name, knownSamples(set, target.values)]));
  const tasks = bench.targets.flatMap(({ name }): Task[] =>
    planBench(config, set.kind, labelled.get(name)!.samples.length).map((cell) => ({
      ...cell,
      target: name,
    })),
  );
  const protocol = protocolOfBench(bench);
  const known =
    out !== undefined && existsSync(out) ? await knownRows(out, protocol) : new Map<string, BenchRow>();
  const open = tasks.filter((task) => !known.has(keyOf(task)));
  let done = tasks.length - open.length;
  // In the plan's order, whatever was known before; rows of another plan stay in the file, behind it.
  const inPlan = (): BenchRow[] => tasks.flatMap((task) => known.get(keyOf(task)) ?? []);
  const workers = Math.max(1, Math.min(bench.workers ?? availableParallelism(), open.length));
  const save = async (): Promise<void> => {
    if (out === undefined) return;
    const planned = new Set(tasks.map(keyOf));
    const others = [...known].flatMap(([key, row]) => (planned.has(key) ? [] : [row]));
    await writeTable(benchTable([...inPlan(), ...others], protocol), out);
  };
  yield { type: 'started', total: tasks.length, done, workers };
  const pool = openWorkers<BenchJob, BenchAnswer>(ownModule('src/run/predict/bench-worker'), workers);
  try {
    const work = async (task: Task): Promise<BenchRow> => {
      const answer = await pool
        .run(jobOf(task, config, set, labelled.get(task.target)!))
        .catch((error: Error): BenchAnswer => ({ kind: 'failed', message: error.message }));
      return rowOf(task, config, set, answer);
    };
    let savedAt = performance.now();
    for await (const row of inOrder(open, work, JOBS_PER_WORKER * workers, signal)) {
      known.set(keyOf(row), row);
      done += 1;
      yield { type: 'done', done, total: tasks.length, row };
      if (performance.now() - savedAt < SAVE_EVERY) continue;
      await save();
      savedAt = performance.now();
    }
    await save();
  } finally {
    await pool.close();
  }
  yield { type: 'finished', rows: inPlan(), stopped: done < tasks.length };
}

function jobOf(
  task: Task,
  config: BenchConfig,
  { kind }: SampleSet,
  { samples, targets }: Labelled,
): BenchJob {
  const order = trialOrder(samples.length, config.seed, task.trial);
  const take = (from: number, to: number): Labelled => {
    const chosen = order.subarray(from, to);
    return {
      samples: Array.from(chosen, (at) => samples[at]!),
      targets: Float64Array.from(chosen, (at) => targets[at]!),
    };
  };
  return {
    predictor: task.predictor,
    encoding: task.encoding,
    kind,
    train: take(config.test, config.test + task.train),
    test: take(0, config.test),
    seed: randomStream(config.seed, 'predict/bench/fit').integer(task.trial, 2 ** 31),
    top: config.top,
  };
}

function rowOf(task: Task, { test, top }: BenchConfig, { kind }: SampleSet, answer: BenchAnswer): BenchRow {
  return {
    space: kind.space ?? 'unknown',
    target: task.target,
    predictor: task.predictor,
    encoding: task.encoding,
    train: task.train,
    trial: task.trial,
    test,
    top,
    ...(answer.kind === 'done' ? answer.result : FAILED),
    problem: answer.kind === 'done' ? null : answer.message,
  };
}

/** What decides the rows; which trials, sizes and predictors there are does not, so that a bench can grow. */
function protocolOfBench({ config, set, targets, sources }: Bench): Protocol {
  return {
    nasprobe: nasprobeVersion(),
    job: 'predict bench',
    truth: sources.truth,
    scores: sources.scores ?? null,
    targets: targets.map(({ name }) => name),
    space: set.kind.space,
    proxies: set.kind.proxies.map(({ name, better }) => ({ name, better })),
    seen: set.kind.seen,
    samples: set.samples.length,
    test: config.test,
    top: config.top,
    seed: config.seed,
  };
}

async function knownRows(out: string, protocol: Protocol): Promise<Map<string, BenchRow>> {
  const table = await readTable(out);
  const known = protocolOf(table.metadata, out);
  const difference = known && protocolDifference(known, protocol);
  if (known === undefined) throw new InputError(`--out ${out}: exists and is no bench, name another file`);
  if (difference !== undefined) {
    throw new InputError(
      `--out ${out}: holds a bench with ${difference.field} ${difference.first}, not ${difference.second}: name another file`,
    );
  }
  return new Map(benchRows(table).map((row) => [keyOf(row), row]));
}
