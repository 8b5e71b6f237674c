import type { Engine } from '../../src/engine/engine.ts';
import type { ParameterSpec } from '../../src/graph/network.ts';
import { randomStream } from '../../src/random/index.ts';
import type { Skeleton, Space } from '../../src/spaces/space.ts';
import { drawBatch, emptyBatch, epochOrder, type TrainingBatch } from '../../src/training/draw-batch.ts';
import type { ImageSet } from '../../src/training/image-set.ts';
import { learningRate } from '../../src/training/learning-rate.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { descend, openPass } from '../../src/training/step.ts';
import { trainingProgram } from '../../src/training/training-program.ts';
import type { TrainingState } from '../../src/training/training-state.ts';
import { type PathSampling, pathsOfStep } from './paths.ts';
import { sharedNames } from './shared-names.ts';

/** A supernet: one state, which every architecture of the space takes its parameters from. */
export interface SupernetTask {
  readonly space: Space;
  readonly skeleton: Skeleton;
  readonly sampling: PathSampling;
  readonly train: ImageSet;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly engine: Engine;
  readonly initial: (spec: ParameterSpec) => Float32Array;
}

/**
 * Trains the supernet for one epoch, the `epoch`-th, and returns the mean loss of its passes. A step passes the batch
 * through each of its paths, adds their gradients up and descends once; what no path of a step reaches stays as it is.
 * The running statistics are left alone: they would mix paths, and are taken anew for each architecture.
 */
export function trainSupernetEpoch(task: SupernetTask, state: TrainingState, epoch: number): number {
  const { space, train, recipe, seed, sampling } = task;
  const steps = Math.floor(train.count / recipe.batch);
  const order = epochOrder(train.count, seed, epoch);
  const augmentation = randomStream(seed, `augmentation/${epoch}`);
  const paths = randomStream(seed, 'paths');
  const batch = emptyBatch(recipe.batch, train);
  let loss = 0;
  let passes = 0;
  for (let step = 0; step < steps; step += 1) {
    const first = step * recipe.batch;
    drawBatch(batch, train, order.subarray(first, first + recipe.batch), first, augmentation, recipe);
    const archs = pathsOfStep(sampling, space.choices!, paths, epoch * steps + step);
    const total = new Map<string, Float64Array>();
    for (const arch of archs) {
      const result = passPath(task, state, arch, batch);
      loss += result.loss;
      passes += 1;
      for (const [name, gradient] of result.gradients) addTo(total, name, gradient);
    }
    const rate = learningRate(recipe.schedule, epoch * steps + step, steps, recipe.epochs);
    descend(state, total, rate, recipe.optimiser);
  }
  return loss / passes;
}

function passPath(task: SupernetTask, state: TrainingState, arch: string, batch: TrainingBatch) {
  const { space, skeleton, recipe, engine, train } = task;
  const shape = { batch: recipe.batch, size: train.size, classes: train.classes };
  const program = trainingProgram((net) => space.build(arch, skeleton, net), shape, engine);
  return openPass(program, state, task.initial, sharedNames(program.network))(batch);
}

function addTo(total: Map<string, Float64Array>, name: string, gradient: Float64Array): void {
  const sum = total.get(name);
  if (sum === undefined) total.set(name, gradient);
  else for (let i = 0; i < sum.length; i += 1) sum[i]! += gradient[i]!;
}
