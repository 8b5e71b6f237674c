import { describe, expect, it } from 'vitest';
import { inheritedAccuracy } from '../../estimators/supernet/inherited.ts';
import { sharedNames } from '../../estimators/supernet/shared-names.ts';
import { type SupernetTask, trainSupernetEpoch } from '../../estimators/supernet/train-supernet.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import { NetworkBuilder } from '../../src/graph/network.ts';
import { TRAINING } from '../../src/graph/network-mode.ts';
import { initialParameters } from '../../src/run/parameters.ts';
import { DEFAULT_RECIPE } from '../../src/run/train/resolve-train-config.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { openTraining } from '../../src/training/train.ts';
import { emptyState, stateOf, tensorsOf } from '../../src/training/training-state.ts';
import { smallSplits } from '../training/small-images.ts';

const space = findSpace('nasbench201');
const skeleton = { channels: 4, cells: 1, size: 4, classes: 3 };
const parameters = initialParameters(2);
const data = smallSplits();
const ARCH = '|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|avg_pool_3x3~0|nor_conv_3x3~1|none~2|';

const task = (sampling: SupernetTask['sampling'], only?: string): SupernetTask => ({
  // A space of one architecture, where one is named.
  space: only === undefined ? space : { ...space, choices: { options: [['only']], compose: () => only } },
  skeleton,
  sampling,
  train: data.train,
  recipe: { ...DEFAULT_RECIPE, epochs: 3, batch: 16 },
  seed: 2,
  engine: createWasmEngine({ fusedMultiplyAdd: false }),
  initial: (spec) => parameters.valueOf(spec),
});

const namesOf = (arch: string) => {
  const images = new Graph().input('images', [2, 4, 4, 3]);
  const network = space.build(arch, skeleton, new NetworkBuilder(images, TRAINING));
  const shared = sharedNames(network);
  return new Map(network.parameters.map(({ node }) => [shared(node.attrs.name), node.shape.join('x')]));
};

describe('a supernet', () => {
  it('keeps candidates apart that have one name in the official networks, and shares what is the same', () => {
    const all = (op: string) => `|${op}~0|+|${op}~0|${op}~1|+|${op}~0|${op}~1|${op}~2|`;
    const wide = namesOf(all('nor_conv_3x3'));
    const narrow = namesOf(all('nor_conv_1x1'));
    const common = [...wide.keys()].filter((name) => narrow.has(name));
    expect(common.filter((name) => name.includes('layers'))).toEqual([]);
    // Stem and its norm, two residual blocks of 7 and the shortcut's weight, last norm and classifier.
    expect(common).toHaveLength(3 + 2 * 7 + 4);
    expect([...wide.keys()]).toContain('cells.0.layers.3.op.2.weight 3x3');
    for (const name of common) expect(wide.get(name)).toBe(narrow.get(name));
  });

  it('of one architecture trains as that architecture alone does', () => {
    const state = emptyState();
    const supernet = task('uniform', ARCH);
    const losses = [0, 1, 2].map((epoch) => trainSupernetEpoch(supernet, state, epoch));
    const alone = openTraining({
      ...supernet,
      plan: (net) => space.build(ARCH, skeleton, net),
      data,
    });
    losses.forEach((loss) => {
      expect(alone.epoch().trainLoss).toBeCloseTo(loss, 12);
    });
    for (const [name, value] of alone.state.parameters) {
      const shared = [...state.parameters].find(([key]) => key === name || key.startsWith(`${name} `))!;
      expect([...shared[1]], name).toEqual([...value]);
    }
  });

  it('gives accuracies that training raises, the same again, without being changed by it', () => {
    const supernet = task('fair');
    const state = emptyState();
    const before = inheritedAccuracy(supernet, state, ARCH, 4, data.valid);
    for (let epoch = 0; epoch < 3; epoch += 1) trainSupernetEpoch(supernet, state, epoch);
    const frozen = structuredClone(tensorsOf(state));
    const after = inheritedAccuracy(supernet, state, ARCH, 4, data.valid);
    expect(after).toBeGreaterThan(Math.max(before, 60));
    expect(inheritedAccuracy(supernet, state, ARCH, 4, data.valid)).toBe(after);
    expect(tensorsOf(state)).toEqual(frozen);
  });

  it('goes on from a checkpoint to the same state', () => {
    const supernet = task('uniform');
    const whole = emptyState();
    for (const epoch of [0, 1, 2]) trainSupernetEpoch(supernet, whole, epoch);
    const begun = emptyState();
    trainSupernetEpoch(supernet, begun, 0);
    const resumed = stateOf(structuredClone(tensorsOf(begun)));
    for (const epoch of [1, 2]) trainSupernetEpoch(supernet, resumed, epoch);
    expect(tensorsOf(resumed)).toEqual(tensorsOf(whole));
  });
});
