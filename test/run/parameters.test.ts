import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { NetworkBuilder, type ParameterSpec } from '../../src/graph/network.ts';
import { type NetworkMode, TRAINING } from '../../src/graph/network-mode.ts';
import { mean } from '../../src/graph/ops/sum.ts';
import { InputError } from '../../src/input-error.ts';
import { checkpointParameters, initialParameters } from '../../src/run/parameters.ts';
import type { Tensor } from '../../src/safetensors/index.ts';

const GAUSSIAN: NetworkMode = { ...TRAINING, init: 'gaussian' };
const ABSOLUTE: NetworkMode = { ...TRAINING, parameters: 'absolute' };

/** The parameters of a small network with every kind of layer. */
function specsOf(mode: NetworkMode = TRAINING, conv = 'conv'): Record<string, ParameterSpec> {
  const net = new NetworkBuilder(new Graph().input('images', [2, 4, 4, 6]), mode);
  const x = net.conv(conv, net.images, 64, 3, { groups: 2 });
  const network = net.finish(net.linear('head', mean(net.batchNorm('norm', x), [1, 2]), 50));
  return Object.fromEntries(network.parameters.map((spec) => [spec.node.attrs.name, spec]));
}

const range = (values: Float32Array): [number, number] => [Math.min(...values), Math.max(...values)];

describe('initialParameters', () => {
  const specs = specsOf();
  const source = initialParameters(7);

  it("draws PyTorch's bounds: one over the root of the fan-in", () => {
    for (const [name, fanIn] of [
      ['conv.weight', 27],
      ['head.weight', 64],
      ['head.bias', 64],
    ] as const) {
      const values = source.valueOf(specs[name]!);
      const bound = 1 / Math.sqrt(fanIn);
      const [low, high] = range(values);
      expect(low).toBeGreaterThanOrEqual(Math.fround(-bound));
      expect(high).toBeLessThanOrEqual(Math.fround(bound));
      // The whole of the interval is used.
      expect(low).toBeLessThan(-0.85 * bound);
      expect(high).toBeGreaterThan(0.85 * bound);
      const variance = values.reduce((a, x) => a + x * x, 0) / values.length;
      expect(Math.abs(variance / (bound ** 2 / 3) - 1)).toBeLessThan(6 / Math.sqrt(values.length));
    }
    expect(range(source.valueOf(specs['norm.weight']!))).toEqual([1, 1]);
    expect(range(source.valueOf(specs['norm.bias']!))).toEqual([0, 0]);
  });

  it('draws standard normal weights for Zen-Score, and nothing else', () => {
    const gaussian = specsOf(GAUSSIAN);
    const values = source.valueOf(gaussian['conv.weight']!);
    const variance = values.reduce((a, x) => a + x * x, 0) / values.length;
    expect(Math.abs(variance - 1)).toBeLessThan(6 / Math.sqrt(values.length));
    expect(range(source.valueOf(gaussian['head.bias']!))).toEqual([0, 0]);
    expect(range(source.valueOf(gaussian['norm.weight']!))).toEqual([1, 1]);
  });

  it('makes absolute values of the same numbers where a network wants them, and keeps both', () => {
    const absolute = specsOf(ABSOLUTE);
    for (const name of ['conv.weight', 'head.weight', 'head.bias']) {
      const value = source.valueOf(specs[name]!);
      const positive = source.valueOf(absolute[name]!);
      expect(positive).toEqual(value.map(Math.abs));
      expect(Math.min(...value)).toBeLessThan(0);
      // Made once: a run over a space asks for the same numbers again and again.
      expect(source.valueOf(absolute[name]!)).toBe(positive);
    }
  });

  it('depends on the seed and the name alone', () => {
    const value = source.valueOf(specs['conv.weight']!);
    const later = initialParameters(7);
    for (const spec of Object.values(specs).reverse()) later.valueOf(spec);
    expect(later.valueOf(specsOf()['conv.weight']!)).toEqual(value);
    expect(initialParameters(8).valueOf(specs['conv.weight']!)).not.toEqual(value);
    expect(source.valueOf(specsOf(TRAINING, 'other')['other.weight']!)).not.toEqual(value);
  });

  it('draws in the order of the checkpoint: [out, in, height, width]', () => {
    const drawn = source.valueOf(specs['conv.weight']!);
    const flat = { ...specs['conv.weight']!, order: [0] };
    const plain = initialParameters(7).valueOf(flat);
    // Ours is [3, 3, 3, 64].
    for (const [y, x, i, o] of [
      [0, 0, 0, 0],
      [1, 2, 0, 63],
      [2, 0, 2, 5],
      [2, 2, 1, 40],
    ] as const) {
      expect(drawn[((y * 3 + x) * 3 + i) * 64 + o]).toBe(plain[((o * 3 + i) * 3 + y) * 3 + x]);
    }
  });
});

describe('checkpointParameters', () => {
  const specs = specsOf();
  const tensor = (...shape: number[]): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { dtype: 'F32', shape, data: Float32Array.from({ length: size }, (_, i) => i) };
  };
  const source = checkpointParameters(
    'net.safetensors',
    new Map([
      ['conv.weight', tensor(64, 3, 3, 3)],
      ['head.weight', tensor(50, 32)],
    ]),
    7,
  );

  it('puts the channels last', () => {
    const value = source.valueOf(specs['conv.weight']!);
    const [y, x, i, o] = [2, 1, 0, 33];
    expect(value[((y * 3 + x) * 3 + i) * 64 + o]).toBe(((o * 3 + i) * 3 + y) * 3 + x);
  });

  it("makes absolute values of the checkpoint's numbers", () => {
    const signed = new Map([['conv.weight', tensor(64, 3, 3, 3)]]);
    for (const { data } of signed.values()) (data as Float32Array)[5] = -5;
    const file = checkpointParameters('net.safetensors', signed, 7);
    const value = file.valueOf(specs['conv.weight']!);
    expect(Math.min(...value)).toBe(-5);
    expect(file.valueOf(specsOf(ABSOLUTE)['conv.weight']!)).toEqual(value.map(Math.abs));
  });

  it("draws Zen-Score's weights, whatever the checkpoint holds", () => {
    const spec = specsOf(GAUSSIAN)['conv.weight']!;
    expect(source.valueOf(spec)).toEqual(initialParameters(7).valueOf(spec));
  });

  it.each([
    ['head.bias', 'has no tensor "head.bias" [50]'],
    ['head.weight', '"head.weight" is [50, 32], this architecture has [50, 64]'],
  ])('refuses %s in one line', (name, what) => {
    for (const ask of [source.check, source.valueOf]) {
      const refuse = () => ask(specs[name]!);
      expect(refuse).toThrow(InputError);
      expect(refuse).toThrow(what);
      expect(refuse).toThrow(/^net\.safetensors[^\n]+$/);
    }
  });

  it('draws nothing to check it', () => {
    const spec = specsOf(GAUSSIAN)['head.weight']!;
    const vast = { ...spec, node: { ...spec.node, shape: [2 ** 26, 2 ** 26] } };
    for (const drawn of [source, initialParameters(7)]) {
      expect(() => drawn.valueOf(vast)).toThrow(RangeError);
      expect(() => drawn.check(vast)).not.toThrow();
    }
  });
});
