import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProxyDefinition } from '../../proxies/proxy.ts';
import { Quantities } from '../../proxies/quantities.ts';
import { synflow } from '../../proxies/synflow.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { ancestors } from '../../src/graph/graph.ts';
import { NetworkBuilder } from '../../src/graph/network.ts';
import { FLOW } from '../../src/graph/network-mode.ts';
import type { Node } from '../../src/graph/op.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { initialParameters } from '../../src/run/parameters.ts';
import { findSpace } from '../../src/spaces/index.ts';

/** Cells through which the border reaches no pixel further, one, and three: over a pool, and without one. */
const CELLS = [
  '|skip_connect~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|nor_conv_1x1~1|none~2|',
  '|nor_conv_1x1~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|skip_connect~2|',
  '|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_3x3~2|',
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|',
];

interface Case {
  readonly arch: string;
  readonly cells: number;
  readonly size: number;
}

/** Both scores, and the images' height in the stem. */
function scores(id: string, { arch, cells, size }: Case) {
  const space = findSpace(id);
  const skeleton = { ...space.defaults, cells, size, ...(id === 'nasbench201' ? { channels: 2 } : {}) };
  const quantities = new Quantities((net) => space.build(arch, skeleton, net), {
    batch: 1,
    size,
    classes: 10,
  });
  const measure = synflow as Extract<ProxyDefinition, { readonly build: unknown }>;
  const cropped = measure.build(quantities);
  const whole = quantities.networkOn(quantities.onesAtRest(), { ...FLOW, rescale: true, dual: true });
  const asWhole = {
    derivative: sum(whole.tangent!),
    ...Object.fromEntries(whole.scales.map((node, i) => [`scale${i}`, node])),
  };
  const parameters = initialParameters(3);
  const [score, expected] = [cropped, asWhole].map((nodes) => {
    const values = referenceEngine
      .compile(new Map(Object.entries(nodes)))
      .run((node) => parameters.valueOf(quantities.parameter(node as Node<'parameter'>)));
    return measure.finish(Object.fromEntries(values), {
      size: 1,
      classes: 10,
      labels: Int32Array.of(0),
    }) as number;
  }) as [number, number];
  const convolved = ancestors(Object.values(cropped)).find(({ op }) => op === 'conv2d')!;
  return { score, expected, height: convolved.inputs[0]!.shape[1]! };
}

describe('images of ones without their middle', () => {
  it('give NAS-Bench-201 the scores of whole ones', () => {
    const archs = [...CELLS, ...findSpace('nasbench201').sample(40, 5)];
    const cases = fc.record({
      arch: fc.constantFrom(...archs),
      cells: fc.integer({ min: 1, max: 3 }),
      size: fc.constantFrom(8, 12, 16, 20, 32),
    });
    const counts = { cropped: 0, whole: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const { score, expected, height } = scores('nasbench201', one);
        if (Number.isFinite(expected)) expect(score).toBeCloseTo(expected, 10);
        else expect(score).toBe(expected);
        counts[height < one.size ? 'cropped' : 'whole'] += 1;
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(Math.min(counts.cropped, counts.whole)).toBeGreaterThan(10);
  });

  it.each([
    [0, 5, 8],
    [1, 5, 16],
    [2, 3, 24],
    [3, 3, 24],
  ])('are as small as the cell allows: %i, %i times', (cell, cells, height) => {
    const got = scores('nasbench201', { arch: CELLS[cell]!, cells, size: 32 });
    expect(got.height).toBe(height);
    expect(got.score).toBeCloseTo(got.expected, 10);
  });

  it('give NATS-Bench its scores on its sizes', () => {
    for (const size of [8, 16, 24, 32]) {
      const { score, expected, height } = scores('nats-sss', { arch: '8:16:8:24:8', cells: 1, size });
      expect(score).toBeCloseTo(expected, 10);
      expect(height).toBe(Math.min(size, 16));
    }
  });

  it('are for networks of like pixels alone', () => {
    const quantities = new Quantities(
      () => {
        throw new Error('no network is wanted');
      },
      { batch: 1, size: 32, classes: 10 },
    );
    const images = quantities.ones();
    const builder = (uniform: boolean) => new NetworkBuilder(images, { ...FLOW, uniform });
    expect(builder(false).cropped(1)).toBe(images);
    expect(builder(true).cropped(1).shape).toEqual([1, 8, 8, 3]);
    expect(builder(true).cropped(16)).toBe(images);
    expect(builder(true).whole(images)).toBe(images);
  });
});
