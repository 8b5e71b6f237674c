import type { Engine } from '../engine/engine.ts';
import type { ParameterSpec } from '../graph/network.ts';
import { randomStream } from '../random/index.ts';
import { countCorrect } from './accuracy.ts';
import { drawBatch, emptyBatch, epochOrder } from './draw-batch.ts';
import { evaluate } from './evaluate.ts';
import type { ImageSplits } from './image-set.ts';
import { learningRate } from './learning-rate.ts';
import type { Recipe } from './recipe.ts';
import { descend, openPass, takeStatistics } from './step.ts';
import { evaluationProgram, type NetworkPlan, trainingProgram } from './training-program.ts';
import { emptyState, type TrainingState } from './training-state.ts';

/** What an epoch gave. */
export interface EpochRecord {
  /** Mean over the epoch's steps, each before its update, in nats. */
  readonly trainLoss: number;
  /** Of the same steps, in percent: augmented images, batch statistics. */
  readonly trainAccuracy: number;
  /** After the epoch, in percent, with running statistics. */
  readonly validAccuracy: number;
  readonly testAccuracy: number;
  /** Training alone, without the evaluations. */
  readonly seconds: number;
}

/** A training that goes on epoch by epoch. */
export interface Training {
  readonly state: TrainingState;
  /** Trains the next epoch and evaluates. */
  epoch(): EpochRecord;
}

export interface TrainingTask {
  readonly plan: NetworkPlan;
  readonly data: ImageSplits;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly engine: Engine;
  readonly initial: (spec: ParameterSpec) => Float32Array;
  /** Where a checkpoint left off. */
  readonly resume?: { readonly state: TrainingState; readonly epochs: number };
}

/** Images an evaluation looks at at once: their number decides nothing but the speed. */
const EVALUATED = 250;

/** Compiles the network and makes the training ready to go on after `resume`, or to begin. */
export function openTraining(task: TrainingTask): Training {
  const { plan, data, recipe, seed, engine } = task;
  const { train, valid, test } = data;
  const { size, classes } = train;
  const state = task.resume?.state ?? emptyState();
  const program = trainingProgram(plan, { batch: recipe.batch, size, classes }, engine);
  const evaluated = evaluationProgram(plan, { batch: EVALUATED, size, classes }, engine);
  const steps = Math.floor(train.count / recipe.batch);
  const batch = emptyBatch(recipe.batch, train);
  const pass = openPass(program, state, task.initial);
  let epoch = task.resume?.epochs ?? 0;
  return {
    state,
    epoch() {
      const start = performance.now();
      const order = epochOrder(train.count, seed, epoch);
      const stream = randomStream(seed, `augmentation/${epoch}`);
      let loss = 0;
      let correct = 0;
      for (let step = 0; step < steps; step += 1) {
        const first = step * recipe.batch;
        drawBatch(batch, train, order.subarray(first, first + recipe.batch), first, stream, recipe);
        const rate = learningRate(recipe.schedule, epoch * steps + step, steps, recipe.epochs);
        const result = pass(batch);
        takeStatistics(state, result.statistics);
        descend(state, result.gradients, rate, recipe.optimiser);
        loss += result.loss / steps;
        correct += countCorrect(result.logits, batch.labels, classes);
      }
      const seconds = (performance.now() - start) / 1000;
      epoch += 1;
      return {
        trainLoss: loss,
        trainAccuracy: (100 * correct) / (steps * recipe.batch),
        validAccuracy: evaluate(evaluated, state, valid, EVALUATED),
        testAccuracy: evaluate(evaluated, state, test, EVALUATED),
        seconds,
      };
    },
  };
}
