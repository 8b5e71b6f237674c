import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../input-error.ts';
import { ownModule } from '../../own-files.ts';
import { findSpace } from '../../spaces/index.ts';
import { type CrashWatch, convictionOf, UNWATCHED, watched } from '../crash-watch.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import { openResumableTable } from '../resumable-table.ts';
import { trainProtocol } from '../train/train-protocol.ts';
import { prepareWebAssembly } from '../v8-flags.ts';
import { openWorkers } from '../worker-pool.ts';
import { columnsOfObservations, observationsOf } from './observations-table.ts';
import type { SupernetConfig, SupernetObservation } from './supernet-config.ts';
import type { SupernetAnswer, SupernetStage } from './worker.ts';

export interface SupernetRun {
  readonly config: SupernetConfig;
  readonly seeds: readonly number[];
  /** Epochs after which the architectures are evaluated, in ascending order; the last is that of the recipe. */
  readonly moments: readonly number[];
  readonly archs: readonly string[];
  /** An .arrow file; where it holds some of the moments already, the rest is done. */
  readonly out: string;
  /** Worker threads, each with a seed of its own; as many as the machine has processors unless given. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  /** Seconds between two checkpoints of one supernet. */
  readonly keepAfter?: number;
  /** Who outlives the process; nobody unless given. */
  readonly watch?: CrashWatch;
}

export type SupernetEvent =
  | { readonly type: 'started'; readonly done: number; readonly total: number }
  | {
      readonly type: 'observed';
      readonly done: number;
      readonly total: number;
      readonly observation: SupernetObservation;
    }
  | {
      readonly type: 'finished';
      readonly done: number;
      readonly total: number;
      readonly stopped: boolean;
      readonly observations: readonly SupernetObservation[];
    };

const KEEP_AFTER = 10;

const WORKER = ownModule('src/run/supernet/worker');

const keyOf = ({ seed, epoch }: Pick<SupernetObservation, 'seed' | 'epoch'>): string => `${seed} ${epoch}`;

/**
 * Trains a supernet for each seed on a thread of its own, evaluates the architectures at the moments asked for, and
 * yields each moment when it is on the disk. Throws {@link InputError} before the first event where the configuration
 * or an existing output refuses, and later where a supernet fails.
 */
export async function* runSupernet(run: SupernetRun): AsyncGenerator<SupernetEvent> {
  const { config, seeds, moments, archs, signal, keepAfter = KEEP_AFTER, watch = UNWATCHED } = run;
  const space = findSpace(config.space);
  const protocol = supernetProtocol(config, archs);
  const output = await openResumableTable<SupernetObservation>(run.out, {
    maker: 'nasprobe supernet',
    protocol,
    keyOf,
    columns: (observations) => columnsOfObservations(observations, space),
    entriesOf: observationsOf,
  });
  const keys = seeds.flatMap((seed) => moments.map((epoch) => keyOf({ seed, epoch })));
  const total = keys.length;
  const held = () => keys.filter((key) => output.entries.has(key)).length;
  try {
    yield { type: 'started', done: held(), total };
    const dueSeeds = seeds.filter((seed) =>
      moments.some((epoch) => !output.entries.has(keyOf({ seed, epoch }))),
    );
    if (dueSeeds.length > 0) {
      const workers = Math.min(run.workers ?? availableParallelism(), dueSeeds.length);
      const pool = openWorkers<SupernetStage, SupernetAnswer>(WORKER, workers);
      const stage = (seed: number, until: number): SupernetStage => ({
        config,
        configHash: protocol.configHash,
        seed,
        until,
        archs,
        checkpoint: join(output.folder, `${protocol.configHash.slice(0, 8)}-${seed}.safetensors`),
        keepAfter,
      });
      const finished = channel<SupernetAnswer>(signal);
      const follow = async (seed: number): Promise<void> => {
        for (const until of moments) {
          if (output.entries.has(keyOf({ seed, epoch: until }))) continue;
          const conviction = convictionOf(watch, String(seed));
          if (conviction !== undefined) throw new Error(`supernet of seed ${seed}: ${conviction}`);
          const answer = await watched(watch, [String(seed)], () => pool.run(stage(seed, until)));
          if (answer.kind === 'observed') output.add(answer.observation);
          finished.put(answer);
          if (answer.kind === 'failed') return;
        }
      };
      const all = Promise.all(dueSeeds.map(follow)).then(finished.end, finished.fail);
      try {
        for await (const answer of finished.values()) {
          if (answer.kind === 'failed') {
            throw answer.isInput ? new InputError(answer.message) : new Error(answer.message);
          }
          yield { type: 'observed', done: held(), total, observation: answer.observation };
        }
      } finally {
        await pool.close();
        await all;
      }
    }
    await output.write(keys);
    const observations = keys.flatMap((key) => output.entries.get(key) ?? []);
    yield { type: 'finished', done: held(), total, stopped: held() < total, observations };
  } finally {
    await output.close(held() === total);
  }
}

/** How the supernets of a table came about. */
export function supernetProtocol(config: SupernetConfig, archs: readonly string[]) {
  const { relaxedSimd } = prepareWebAssembly(config.deterministic);
  const { sampling, calibration, ...training } = config;
  const { machine, configHash: _, ...trained } = trainProtocol(training, relaxedSimd);
  const decisive = {
    ...trained,
    job: 'supernet',
    sampling,
    calibration,
    sample: { count: archs.length, sha256: sha256(archs.join('\n')) },
  };
  return { ...decisive, configHash: sha256(canonicalJson(decisive)), machine };
}

/** Values put in by several and taken out by one, in the order in which they came; ends early when the signal aborts. */
function channel<Value>(signal?: AbortSignal) {
  const waiting: Value[] = [];
  let ended = false;
  let broken: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  const change = (): void => wake();
  signal?.addEventListener('abort', change);
  return {
    put(value: Value): void {
      waiting.push(value);
      wake();
    },
    end(): void {
      ended = true;
      wake();
    },
    fail(error: unknown): void {
      broken = { error };
      ended = true;
      wake();
    },
    async *values(): AsyncGenerator<Value> {
      try {
        for (;;) {
          if (waiting.length > 0) yield waiting.shift()!;
          else if (signal?.aborted) return;
          else if (broken) throw broken.error;
          else if (ended) return;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        signal?.removeEventListener('abort', change);
      }
    },
  };
}
