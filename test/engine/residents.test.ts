import { describe, expect, it } from 'vitest';
import { lasting } from '../../src/engine/lasting.ts';
import { RESIDENTS_END, Residents } from '../../src/engine/wasm/residents.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { normals } from '../graph/recipe.ts';
import { poison, wasmEngines } from './wasm-engines.ts';

interface Layer {
  readonly size: number;
  readonly ins: number;
  readonly outs: number;
  readonly kernel: number;
  readonly groups: number;
}

const layer = (size: number, ins: number, outs: number, kernel: number, groups = 1): Layer => ({
  size,
  ins,
  outs,
  kernel,
  groups,
});

/** In the order of the engine's kernels: Winograd's tiles, products as the weights lie and packed, groups, channels. */
const LAYERS = [
  layer(16, 32, 32, 3),
  layer(8, 64, 64, 3),
  layer(8, 20, 24, 3),
  layer(5, 16, 16, 3),
  layer(8, 16, 16, 1),
  layer(8, 5, 7, 3),
  layer(8, 8, 12, 3, 4),
  layer(8, 6, 6, 3, 6),
];

/** Convolutions, some beside each other, and one of weights that something else reads too. */
function program(layers: readonly Layer[]) {
  const graph = new Graph();
  const outputs = layers.flatMap(({ size, ins, outs, kernel, groups }, i): Node[] => {
    const x = graph.input(`x${size},${ins}`, [2, size, size, ins]);
    const w = graph.parameter(`w${ins},${outs},${kernel},${groups}`, [kernel, kernel, ins / groups, outs]);
    const y = conv2d(x, w, { padding: (kernel - 1) / 2, groups });
    return i % 4 === 3 ? [y, abs(w)] : [y];
  });
  return new Map(outputs.map((node, i) => [String(i), node]));
}

describe.each(wasmEngines)('weights that stay: $name', ({ engine }) => {
  it('are what those are that are fetched each time, whatever reads them next', () => {
    // The same weights under images of another size, which other kernels may read in another form.
    const programs = [LAYERS, LAYERS.map((one) => ({ ...one, size: one.size + 4 })), LAYERS].map(program);
    const stays = new Map<string, Float32Array>();
    const numbersOf = ({ attrs: { name }, shape }: Node<'input'> | Node<'parameter'>) =>
      normals(name, 1, sizeOf(shape));
    for (const outputs of programs) {
      const compiled = engine.compile(outputs);
      const fetched = compiled.run((node) => Float32Array.from(numbersOf(node)));
      for (let run = 0; run < 2; run += 1) {
        poison(engine);
        const got = compiled.run((node) => {
          const { name } = node.attrs;
          const value = stays.get(name) ?? lasting(Float32Array.from(numbersOf(node)));
          stays.set(name, value);
          return value;
        });
        expect(got).toEqual(fetched);
      }
    }
  });

  it('are fetched anew where nobody promised that they do not change', () => {
    const graph = new Graph();
    const x = graph.input('x', [1, 8, 8, 16]);
    const compiled = engine.compile(new Map([['y', conv2d(x, graph.parameter('w', [1, 1, 16, 16]))]]));
    const weights = new Float32Array(256).fill(1);
    const run = () =>
      compiled.run(({ op }) => (op === 'input' ? new Float32Array(1024).fill(1) : weights)).get('y')!;
    expect(run()).toEqual(new Float64Array(1024).fill(16));
    weights.fill(2);
    expect(run()).toEqual(new Float64Array(1024).fill(32));
  });
});

describe('where weights stay', () => {
  const ROOM = RESIDENTS_END + 1024;

  it('is one place for each form', () => {
    const residents = new Residents();
    const [a, b] = [lasting(new Float32Array(8)), lasting(new Float32Array(8))];
    const made: number[] = [];
    const at = (values: Float32Array, form: string) =>
      residents.of(values, form, 100, ROOM, (to) => made.push(to));
    const places = [at(a, 'packed'), at(a, 'points'), at(b, 'packed')];
    expect(new Set(places.map((place) => Math.floor(place / 64))).size).toBe(3);
    expect(made).toEqual(places);
    expect([at(a, 'packed'), at(a, 'points'), at(b, 'packed')]).toEqual(places);
    expect(made).toHaveLength(3);
    for (const place of places) {
      expect(place).toBeGreaterThan(0);
      expect(place + 100).toBeLessThanOrEqual(RESIDENTS_END);
    }
  });

  it('ends: what finds no more is made each time, and what is there stays', () => {
    const residents = new Residents();
    const first = lasting(new Float32Array(1));
    const place = residents.of(first, 'packed', 64, ROOM, () => {});
    const late = lasting(new Float32Array(1));
    for (let i = 0; i < 40; i += 1)
      residents.of(lasting(new Float32Array(1)), 'packed', 2 ** 20, ROOM, () => {});
    let makes = 0;
    for (let i = 0; i < 2; i += 1) {
      expect(residents.of(late, 'packed', 2 ** 20, ROOM, () => (makes += 1))).toBe(ROOM);
    }
    expect(makes).toBe(2);
    expect(residents.of(first, 'packed', 64, ROOM, () => (makes += 1))).toBe(place);
    expect(makes).toBe(2);
  });
});
