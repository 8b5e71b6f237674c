import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import type { OpName } from '../../src/graph/op.ts';
import { add } from '../../src/graph/ops/add.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { conv2dInputGrad } from '../../src/graph/ops/conv2d-input-grad.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { convAttrs } from '../../src/graph/ops/window.ts';
import { GraphError, sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from '../graph/recipe.ts';
import { poison, wasmEngines } from './wasm-engines.ts';

const special = fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -3, 2 ** 100, 2 ** -130);
const POINTWISE: readonly OpName[] = ['relu', 'step', 'sign', 'abs', 'reciprocal', 'sqrt'];
const POOLS: readonly OpName[] = ['maxPool', 'maxPoolGather'];
const POOL = { size: [2, 2], stride: [1, 1], padding: [1, 0, 0, 1] };

describe.each(wasmEngines)('wasm, $name', ({ engine }) => {
  const expectSame = (
    op: OpName,
    shape: readonly number[],
    inputs: number,
    attrs: object,
    x: Float64Array,
  ) => {
    const graph = new Graph();
    const leaf = graph.input('x', shape);
    const node = graph.make(op, new Array(inputs).fill(leaf), attrs as never);
    const got = engine
      .compile(new Map([['y', node]]))
      .run(() => x)
      .get('y')!;
    const [want] = evaluate([node], { x });
    got.forEach((value, i) => {
      const same =
        value === want![i] || Object.is(value, want![i]) || Math.abs(value / want![i]! - 1) < 2 ** -22;
      // Float32 has no number so large: 1 / 2^-130.
      if (!same && Math.abs(want![i]!) < 2 ** 127) expect.fail(`${op} of ${x[i]}: ${value}, not ${want![i]}`);
    });
  };

  it.each(POINTWISE)('%s treats zeros, infinities and NaN as the reference does', (op) => {
    fc.assert(
      fc.property(
        fc.array(special, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (xs, c) => {
          const length = Math.ceil(xs.length / c) * c;
          const x = Float64Array.from({ length }, (_, i) => xs[i % xs.length]!);
          expectSame(op, [1, 1, length / c, c], 1, {}, x);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(POOLS)('%s takes the first of equals, and NaN above all', (op) => {
    fc.assert(
      fc.property(
        fc.array(special, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 6 }),
        (xs, c) => {
          const x = Float64Array.from({ length: 12 * c }, (_, i) => xs[i % xs.length]!);
          expectSame(op, [1, 4, 3, c], op === 'maxPool' ? 1 : 2, POOL, x);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('runs a program again after another made the memory grow', () => {
    const feed = ({ shape }: { shape: readonly number[] }) => normals('x', 1, sizeOf(shape));
    const small = new Graph();
    const x = small.input('x', [1, 8, 8, 5]);
    const y = conv2d(x, small.parameter('w', [3, 3, 5, 6]), { padding: 1 });
    const program = engine.compile(
      new Map([
        ['y', relu(y)],
        ['total', sum(y)],
      ]),
    );
    const before = program.run(feed);
    const large = new Graph();
    const z = large.input('z', [4, 64, 64, 64]);
    engine.compile(new Map([['z', add(relu(z), z)]])).run(feed);
    expect(program.run(feed)).toEqual(before);
  });

  it('refuses a feed of another size', () => {
    const program = engine.compile(new Map([['x', new Graph().input('images', [2, 30, 30, 9])]]));
    expect(() => program.run(() => new Float32Array(5))).toThrow(GraphError);
  });

  it('has weights whole before the first image, even if it makes them of as many rows as there are images', () => {
    const graph = new Graph();
    const [x, w] = [graph.input('x', [3, 4, 4, 32]), graph.input('w', [3, 3, 32, 32])];
    const output = conv2dInputGrad(relu(x), relu(w), convAttrs({ padding: 1 }), [4, 4]);
    const feed = (name: string, shape: readonly number[]) => normals(name, 5, sizeOf(shape));
    const values = { x: feed('x', x.shape), w: feed('w', w.shape) };
    const [want] = evaluate([output], values);
    poison(engine);
    const got = engine
      .compile(new Map([['y', output]]))
      .run((node) => values[node.attrs.name as keyof typeof values])
      .get('y')!;
    got.forEach((value, i) => {
      expect(Math.abs(value - want![i]!)).toBeLessThan(1e-4);
    });
  });
});
