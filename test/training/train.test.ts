import { describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import { initialParameters } from '../../src/run/parameters.ts';
import { DEFAULT_RECIPE } from '../../src/run/train/resolve-train-config.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { openTraining, type TrainingTask } from '../../src/training/train.ts';
import { stateOf, tensorsOf } from '../../src/training/training-state.ts';
import { smallSplits } from './small-images.ts';

const space = findSpace('nasbench201');
const skeleton = { channels: 4, cells: 1, size: 4, classes: 3 };
const parameters = initialParameters(5);

const task = (arch: string): TrainingTask => ({
  plan: (net) => space.build(arch, skeleton, net),
  data: smallSplits(),
  recipe: { ...DEFAULT_RECIPE, epochs: 4, batch: 16, augmentation: { crop: 1, flip: true } },
  seed: 5,
  engine: createWasmEngine({ fusedMultiplyAdd: false }),
  initial: (spec) => parameters.valueOf(spec),
});

const timeless = <R extends { seconds: number }>({ seconds: _, ...record }: R) => record;
const ARCH = '|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|avg_pool_3x3~0|nor_conv_3x3~1|none~2|';

describe('training', () => {
  it('learns what there is to learn', () => {
    const still = { ...DEFAULT_RECIPE, epochs: 4, batch: 8 };
    const training = openTraining({ ...task(ARCH), recipe: still });
    const records = Array.from({ length: 4 }, () => training.epoch());
    expect(records.at(-1)!.trainLoss).toBeLessThan(records[0]!.trainLoss / 2);
    expect(records.at(-1)!.testAccuracy).toBeGreaterThan(90);
    expect((records[0]!.testAccuracy * 37) / 100).toBeCloseTo(
      Math.round((records[0]!.testAccuracy * 37) / 100),
      9,
    );
  });

  it('goes on from a checkpoint to the same numbers', () => {
    const whole = openTraining(task(ARCH));
    const records = Array.from({ length: 4 }, () => timeless(whole.epoch()));
    const begun = openTraining(task(ARCH));
    const first = [timeless(begun.epoch()), timeless(begun.epoch())];
    const kept = stateOf(new Map([...tensorsOf(begun.state)].map(([name, value]) => [name, value.slice()])));
    const resumed = openTraining({ ...task(ARCH), resume: { state: kept, epochs: 2 } });
    expect([...first, timeless(resumed.epoch()), timeless(resumed.epoch())]).toEqual(records);
    expect(tensorsOf(kept)).toEqual(tensorsOf(whole.state));
  });

  it('trains a network that the image does not reach: its bias alone', () => {
    const training = openTraining(task('|none~0|+|none~0|none~1|+|none~0|none~1|none~2|'));
    training.epoch();
    expect([...training.state.parameters.keys()]).toContain('classifier.bias');
    expect(training.epoch().testAccuracy).toBeLessThan(50);
  });
});
