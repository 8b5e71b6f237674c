import { existsSync } from 'node:fs';
import { imageFolder, readImages } from '../../../datasets/images/image-sources.ts';
import { inheritedAccuracy } from '../../../estimators/supernet/inherited.ts';
import { type SupernetTask, trainSupernetEpoch } from '../../../estimators/supernet/train-supernet.ts';
import { createWasmEngine } from '../../engine/wasm/wasm-engine.ts';
import { InputError } from '../../input-error.ts';
import { readSafetensors, type WritableTensor, writeSafetensors } from '../../safetensors/index.ts';
import { findSpace } from '../../spaces/index.ts';
import type { ImageSplits } from '../../training/image-set.ts';
import { emptyState, stateOf, type TrainingState, tensorsOf } from '../../training/training-state.ts';
import { initialParameters } from '../parameters.ts';
import { prepareWebAssembly } from '../v8-flags.ts';
import type { SupernetConfig, SupernetObservation } from './supernet-config.ts';

/** What crosses to a worker, all JSON: train one supernet on until an epoch, then evaluate the architectures. */
export interface SupernetStage {
  readonly config: SupernetConfig;
  readonly configHash: string;
  readonly seed: number;
  readonly until: number;
  readonly archs: readonly string[];
  readonly checkpoint: string;
  /** Seconds of training after which the next epoch's end is kept. */
  readonly keepAfter: number;
}

/** What comes back. Failures are values: an error's own fields do not survive the way between threads. */
export type SupernetAnswer =
  | { readonly kind: 'observed'; readonly observation: SupernetObservation }
  | { readonly kind: 'failed'; readonly isInput: boolean; readonly message: string };

interface Kept {
  readonly state: TrainingState;
  readonly epochs: number;
  readonly loss: number;
}

interface Bench {
  readonly data: ImageSplits;
  readonly task: Omit<SupernetTask, 'seed' | 'initial'>;
}

/** What this thread has opened, by the configuration's hash. */
const benches = new Map<string, Bench>();

export default function work(stage: SupernetStage): SupernetAnswer {
  try {
    return { kind: 'observed', observation: observe(stage) };
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', isInput: error instanceof InputError, message };
  }
}

function observe(stage: SupernetStage): SupernetObservation {
  const { config, seed, until, archs, checkpoint, keepAfter } = stage;
  const { task: shared, data } = benchOf(stage);
  const parameters = initialParameters(seed);
  const task: SupernetTask = { ...shared, seed, initial: (spec) => parameters.valueOf(spec) };
  const start = performance.now();
  let { state, epochs, loss } = readKept(checkpoint);
  if (epochs > until) ({ state, epochs, loss } = { state: emptyState(), epochs: 0, loss: Number.NaN });
  let keptAt = performance.now();
  for (; epochs < until; ) {
    loss = trainSupernetEpoch(task, state, epochs);
    epochs += 1;
    if (epochs < until && performance.now() - keptAt < 1000 * keepAfter) continue;
    writeKept(checkpoint, { state, epochs, loss });
    keptAt = performance.now();
  }
  const accuracies = archs.map((arch) =>
    inheritedAccuracy(task, state, arch, config.calibration, data.valid),
  );
  return { seed, epoch: until, loss, seconds: (performance.now() - start) / 1000, archs, accuracies };
}

function benchOf({ config, configHash }: SupernetStage): Bench {
  let bench = benches.get(configHash);
  if (bench === undefined) {
    const { relaxedSimd } = prepareWebAssembly(config.deterministic);
    const { skeleton, sampling, recipe } = config;
    const data = readImages(imageFolder(config.images), skeleton, config.trainImages);
    const engine = createWasmEngine({ fusedMultiplyAdd: relaxedSimd });
    const space = findSpace(config.space);
    bench = { data, task: { space, skeleton, sampling, train: data.train, recipe, engine } };
    benches.set(configHash, bench);
  }
  return bench;
}

const PROGRESS = 'nasprobe.progress';

function readKept(path: string): Kept {
  if (!existsSync(path)) return { state: emptyState(), epochs: 0, loss: Number.NaN };
  const tensors = readSafetensors(path);
  const [epochs, loss] = tensors.get(PROGRESS)?.data ?? [];
  tensors.delete(PROGRESS);
  const state = stateOf(new Map([...tensors].map(([name, { data }]) => [name, Float32Array.from(data)])));
  return { state, epochs: epochs ?? 0, loss: loss ?? Number.NaN };
}

function writeKept(path: string, { state, epochs, loss }: Kept): void {
  const tensors = new Map<string, WritableTensor>();
  for (const [name, data] of tensorsOf(state)) tensors.set(name, { shape: [data.length], data });
  tensors.set(PROGRESS, { shape: [2], data: Float64Array.of(epochs, loss) });
  writeSafetensors(path, tensors);
}
