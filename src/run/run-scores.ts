import { availableParallelism } from 'node:os';
import { findSpace } from '../spaces/index.ts';
import type { CrashWatch } from './crash-watch.ts';
import { canonicalJson, sha256 } from './digest.ts';
import { requireStart } from './engines/probe.ts';
import { findEngine } from './engines.ts';
import type { Plan } from './plan.ts';
import { openPool } from './pool.ts';
import { type Protocol, protocolOf } from './provenance.ts';
import type { ArchScores, ScoreConfig } from './score-config.ts';
import { openScoreOutput } from './score-output.ts';
import { prepareWebAssembly } from './v8-flags.ts';

export interface ScoreRun {
  readonly config: ScoreConfig;
  readonly plan: Plan;
  /**
   * Worker threads; as many as the machine has processors unless given, or as suit the engine's GPU. Scores do not
   * depend on it.
   */
  readonly workers?: number;
  /** An .arrow file, appended while the run goes on; where it holds a part of this run already, the rest is done. */
  readonly out?: string;
  /** Stops the run: what is scored is written, what is under way is given up. */
  readonly signal?: AbortSignal;
  /** Who outlives the process; nobody unless given. */
  readonly watch?: CrashWatch;
}

export type ScoreEvent =
  | {
      readonly type: 'started';
      readonly total: number;
      /** Architectures that the output held already. */
      readonly done: number;
      readonly workers: number;
      readonly protocol: Protocol;
    }
  /** What a user should know of how the engine computes here. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'scored'; readonly done: number; readonly total: number; readonly scores: ArchScores }
  | { readonly type: 'finished'; readonly done: number; readonly total: number; readonly stopped: boolean };

/**
 * Scores the plan's architectures on worker threads and yields what happens, results in the plan's order. With `out`
 * the file is complete when `finished` comes. Nothing runs until the first event is asked for;
 * leaving the loop early stops the workers and closes the file.
 * Throws {@link InputError} before the first event where the configuration or an existing output refuses.
 */
export async function* runScores(run: ScoreRun): AsyncGenerator<ScoreEvent> {
  const { config, plan, signal } = run;
  const engine = findEngine(config.engine);
  const { workers: suiting = availableParallelism(), mostWorkers = Number.POSITIVE_INFINITY } =
    engine.sharedDevice ?? {};
  const wanted = run.workers ?? Math.min(suiting, availableParallelism());
  const workers = Math.min(wanted, mostWorkers, plan.archs.length);
  const { relaxedSimd } = prepareWebAssembly(config.deterministic);
  await requireStart(engine, config.device);
  let notes: ScoreEvent[] = [];
  const note = (text: string): unknown => notes.push({ type: 'note', text: `${engine.name}: ${text}` });
  if (wanted > mostWorkers) note(`its device bears no more than ${mostWorkers} worker, not ${wanted}`);
  const key = sha256(canonicalJson(config));
  const pool = await openPool(config, key, workers, plan.archs[0]!, undefined, note);
  try {
    const protocol = protocolOf(config, plan, { relaxedSimd, workers, engine: pool.engine });
    const indexOf = indicesOf(config);
    const output = run.out === undefined ? undefined : await openScoreOutput(run.out, protocol, indexOf);
    try {
      const total = plan.archs.length;
      let done = output?.done ?? 0;
      yield { type: 'started', total, done, workers, protocol };
      yield* takeNotes();
      for await (const scores of pool.scoreAll(plan.archs.slice(done), signal, run.watch)) {
        await output?.add(scores);
        done += 1;
        yield* takeNotes();
        yield { type: 'scored', done, total, scores };
      }
      if (done === total) await output?.finish();
      yield { type: 'finished', done, total, stopped: done < total };
    } finally {
      await output?.close();
    }
  } finally {
    await pool.close();
  }

  function takeNotes(): ScoreEvent[] {
    const taken = notes;
    notes = [];
    return taken;
  }
}

/** The official index in the space, or the place among the models. */
function indicesOf(config: ScoreConfig): (arch: string) => number {
  if (config.models !== undefined) return (arch) => config.models.indexOf(arch);
  const space = findSpace(config.space);
  return (arch) => space.indexOf(arch);
}
