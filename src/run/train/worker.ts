import { imageFolder, readImages } from '../../../datasets/images/image-sources.ts';
import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import type { Engine } from '../../engine/engine.ts';
import { createWasmEngine } from '../../engine/wasm/wasm-engine.ts';
import { InputError } from '../../input-error.ts';
import { findSpace } from '../../spaces/index.ts';
import type { ImageSplits } from '../../training/image-set.ts';
import { type EpochRecord, openTraining } from '../../training/train.ts';
import { initialParameters } from '../parameters.ts';
import { prepareWebAssembly } from '../v8-flags.ts';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { TrainConfig, TrainingJob } from './train-config.ts';

/** What crosses to a worker, all JSON. */
export interface TrainTask {
  readonly config: TrainConfig;
  readonly configHash: string;
  readonly job: TrainingJob;
  /** Where the training's checkpoint lies while it is under way. */
  readonly checkpoint: string;
  /** Seconds of training after which the next epoch's end is kept. */
  readonly keepAfter: number;
}

/** What comes back. Failures are values: an error's own fields do not survive the way between threads. */
export type TrainAnswer =
  | { readonly kind: 'trained'; readonly run: TrainedRun }
  | { readonly kind: 'failed'; readonly isInput: boolean; readonly message: string };

interface Bench {
  readonly engine: Engine;
  readonly data: ImageSplits;
}

/** What this thread has opened, by the configuration's hash. */
const benches = new Map<string, Bench>();

/** Trains one network to its end, from its checkpoint if there is one. */
export default function work(task: TrainTask): TrainAnswer {
  try {
    return { kind: 'trained', run: train(task) };
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', isInput: error instanceof InputError, message };
  }
}

function train({ config, configHash, job, checkpoint, keepAfter }: TrainTask): TrainedRun {
  const { engine, data } = benchOf(config, configHash);
  const space = findSpace(config.space);
  const kept = readCheckpoint(checkpoint);
  const records: EpochRecord[] = [...(kept?.records ?? [])];
  const parameters = initialParameters(job.seed);
  const training = openTraining({
    plan: (net) => space.build(job.arch, config.skeleton, net),
    data,
    recipe: config.recipe,
    seed: job.seed,
    engine,
    initial: (spec) => parameters.valueOf(spec),
    ...(kept === undefined ? {} : { resume: { state: kept.state, epochs: records.length } }),
  });
  let keptAt = performance.now();
  while (records.length < config.recipe.epochs) {
    records.push(training.epoch());
    if (records.length === config.recipe.epochs || performance.now() - keptAt < 1000 * keepAfter) continue;
    writeCheckpoint(checkpoint, { state: training.state, records });
    keptAt = performance.now();
  }
  removeCheckpoint(checkpoint);
  return {
    ...job,
    index: space.indexOf(job.arch),
    trainLoss: records.map(({ trainLoss }) => trainLoss),
    trainAccuracy: records.map(({ trainAccuracy }) => trainAccuracy),
    validAccuracy: records.map(({ validAccuracy }) => validAccuracy),
    testAccuracy: records.map(({ testAccuracy }) => testAccuracy),
    epochSeconds: records.map(({ seconds }) => seconds),
  };
}

function benchOf(config: TrainConfig, configHash: string): Bench {
  let bench = benches.get(configHash);
  if (bench === undefined) {
    const { relaxedSimd } = prepareWebAssembly(config.deterministic);
    bench = {
      engine: createWasmEngine({ fusedMultiplyAdd: relaxedSimd }),
      data: readImages(imageFolder(config.images), config.skeleton, config.trainImages),
    };
    benches.set(configHash, bench);
  }
  return bench;
}
