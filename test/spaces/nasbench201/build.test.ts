import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/graph/graph.ts';
import { type Network, NetworkBuilder } from '../../../src/graph/network.ts';
import { TRAINING } from '../../../src/graph/network-mode.ts';
import { macs, params } from '../../../src/spaces/nasbench201/counts.ts';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import { format } from '../../../src/spaces/nasbench201/notation.ts';
import { DEFAULT_SKELETON } from '../../../src/spaces/nasbench201/skeleton.ts';
import type { Skeleton } from '../../../src/spaces/space.ts';
import { cells } from './arbitrary.ts';

const skeletons: fc.Arbitrary<Skeleton> = fc.record({
  channels: fc.integer({ min: 1, max: 20 }),
  cells: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 1, max: 8 }).map((quarter) => 4 * quarter),
  classes: fc.integer({ min: 1, max: 120 }),
});

function build(arch: string, skeleton: Skeleton, batch: number): Network {
  const images = new Graph().input('images', [batch, skeleton.size, skeleton.size, 3]);
  return nasbench201.build(arch, skeleton, new NetworkBuilder(images, TRAINING));
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

describe('build', () => {
  it('has the parameters and multiply-accumulates of the closed forms', () => {
    fc.assert(
      fc.property(cells, skeletons, (cell, skeleton) => {
        const { layers, parameters, logits } = build(format(cell), skeleton, 1);
        const perLayer = layers.map(({ kind, weight, output }) => {
          const out = kind === 'conv' ? weight.shape[3]! : weight.shape[0]!;
          return (elements(output.shape) * elements(weight.shape)) / out;
        });
        expect(perLayer.reduce((sum, each) => sum + each, 0)).toBe(macs(cell, skeleton));
        expect(parameters.reduce((sum, { node }) => sum + elements(node.shape), 0)).toBe(
          params(cell, skeleton),
        );
        expect(logits.shape).toEqual([1, skeleton.classes]);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a skeleton on which nothing can be built', () => {
    expect(() => build(nasbench201.at(0), { ...DEFAULT_SKELETON, size: 30 }, 1)).toThrow(
      /give a multiple of 4/,
    );
  });

  it('names its layers as the official checkpoint does', () => {
    const names = build(nasbench201.at(1), DEFAULT_SKELETON, 2).layers.map((layer) => layer.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'stem.0',
        'cells.0.layers.0.op.1',
        'cells.5.conv_a.op.1',
        'cells.5.conv_b.op.1',
        'cells.5.downsample.1',
        'cells.11.downsample.1',
        'cells.16.layers.4.op.1',
        'classifier',
      ]),
    );
  });
});
