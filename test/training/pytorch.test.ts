import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import type { ParameterSpec } from '../../src/graph/network.ts';
import { prepareWebAssembly } from '../../src/run/v8-flags.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { emptyBatch } from '../../src/training/draw-batch.ts';
import { learningRate } from '../../src/training/learning-rate.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { descend, openPass, takeStatistics } from '../../src/training/step.ts';
import { evaluationProgram, type NetworkPlan, trainingProgram } from '../../src/training/training-program.ts';
import { emptyState, evaluationFeed } from '../../src/training/training-state.ts';

interface Golden {
  readonly recipe: Readonly<
    Record<'peak' | 'warmup' | 'momentum' | 'weightDecay' | 'labelSmoothing', number>
  >;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly channels: number;
  readonly cells: number;
  readonly size: number;
  readonly classes: number;
  readonly batch: number;
  readonly runs: readonly {
    readonly arch: string;
    readonly losses: readonly number[];
    readonly evaluated: readonly number[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;
const { channels, cells, size, classes, batch: count } = golden;
const skeleton = { channels, cells, size, classes };

const recipe: Recipe = {
  epochs: golden.epochs,
  batch: count,
  optimiser: { momentum: golden.recipe.momentum, nesterov: true, weightDecay: golden.recipe.weightDecay },
  schedule: { shape: 'cosine', peak: golden.recipe.peak, warmup: golden.recipe.warmup },
  labelSmoothing: golden.recipe.labelSmoothing,
  augmentation: { crop: 0, flip: false },
};

/** The numbers in [0, 1) of golden.py. */
function noise(length: number, key: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const x = Math.sin((i + 1) * 12.9898 + key) * 43758.5453;
    return x - Math.floor(x);
  });
}

/** The weights of golden.py, from its order [out, in, height, width] to the graph's. */
function initial({ node, fill, order }: ParameterSpec): Float32Array {
  const { name, extents } = node.attrs;
  const length = extents.reduce((product, extent) => product * extent, 1);
  if ('value' in fill) return new Float32Array(length).fill(fill.value);
  if ('given' in fill) throw new Error(`${name} has no rule`);
  const key = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const value = noise(length, key).map((u) => (2 * u - 1) * fill.bound);
  if (order.length !== 4) return Float32Array.from(value);
  const [height, width, ins, outs] = extents as [number, number, number, number];
  const result = new Float32Array(length);
  for (let o = 0; o < outs; o += 1) {
    for (let i = 0; i < ins; i += 1) {
      for (let tap = 0; tap < height * width; tap += 1) {
        result[(tap * ins + i) * outs + o] = value[(o * ins + i) * height * width + tap]!;
      }
    }
  }
  return result;
}

/** The batch of a step of golden.py. */
function fillBatch(batch: ReturnType<typeof emptyBatch>, step: number): void {
  const pixels = size * size;
  const values = noise(count * 3 * pixels, step);
  const { labelSmoothing } = recipe;
  for (let n = 0; n < count; n += 1) {
    const label = n % classes;
    batch.labels[n] = label;
    batch.targets.fill(labelSmoothing / classes, n * classes, (n + 1) * classes);
    batch.targets[n * classes + label]! += 1 - labelSmoothing;
    for (let c = 0; c < 3; c += 1) {
      for (let p = 0; p < pixels; p += 1) {
        const bright = Math.floor(p / size) === label % size ? 1 + label / classes : 0;
        batch.images[(n * pixels + p) * 3 + c] = 2 * values[(n * 3 + c) * pixels + p]! - 1 + bright;
      }
    }
  }
}

const { relaxedSimd } = prepareWebAssembly(false);
const engines: readonly [string, Engine][] = [
  ['plain', createWasmEngine({ fusedMultiplyAdd: false })],
  ['fused multiply-add', createWasmEngine({ fusedMultiplyAdd: relaxedSimd })],
];

describe.each(engines)('training beside PyTorch, %s', (_, engine) => {
  it.each(golden.runs)('$arch', ({ arch, losses, evaluated }) => {
    const plan: NetworkPlan = (net) => findSpace('nasbench201').build(arch, skeleton, net);
    const state = emptyState();
    const shape = { batch: count, size, classes };
    const pass = openPass(trainingProgram(plan, shape, engine), state, initial);
    const batch = emptyBatch(count, {
      images: new Float32Array(0),
      labels: new Int32Array(0),
      count: 0,
      size,
      classes,
      black: [0, 0, 0],
    });
    let worst = 0;
    for (const [step, want] of losses.entries()) {
      fillBatch(batch, step);
      const rate = learningRate(recipe.schedule, step, golden.stepsPerEpoch, golden.epochs);
      const { loss, statistics, gradients } = pass(batch);
      takeStatistics(state, statistics);
      descend(state, gradients, rate, recipe.optimiser);
      worst = Math.max(worst, Math.abs(loss - want));
    }
    expect(losses).toHaveLength(50);
    expect(worst, 'loss').toBeLessThan(1e-5);

    fillBatch(batch, 1000);
    const logits = evaluationProgram(plan, shape, engine)
      .run(evaluationFeed(state, batch.images))
      .get('logits')!;
    const apart = Math.max(...logits.map((value, i) => Math.abs(value - evaluated[i]!)));
    expect(apart, 'logits in evaluation mode').toBeLessThan(1e-4);
  });
});
