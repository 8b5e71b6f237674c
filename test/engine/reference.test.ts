import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { OpName } from '../../src/graph/op.ts';
import { OPS } from '../../src/graph/ops/index.ts';
import { maxPool } from '../../src/graph/ops/max-pool.ts';
import { GraphError } from '../../src/graph/shape.ts';
import { OP_CASES } from '../graph/op-cases.ts';
import { build, evaluate, valuesOf } from '../graph/recipe.ts';
import { byDefinition, DEFINITIONS } from './oracle.ts';

/** From 0 to x, by Simpson's rule. */
function integral(f: (t: number) => number, x: number): number {
  const steps = 4000;
  let total = f(0) + f(x);
  for (let i = 1; i < steps; i += 1) total += f((x * i) / steps) * (i % 2 === 0 ? 2 : 4);
  return (total * x) / (3 * steps);
}

/** Of one number each: JavaScript's own function is the definition. */
const POINTWISE: { readonly [K in OpName]?: (x: number) => number } = {
  detach: (x) => x,
  exp: (x) => Math.E ** x,
  erf: (x) => (2 / Math.sqrt(Math.PI)) * integral((t) => Math.exp(-t * t), x),
  sigmoid: (x) => (1 + Math.tanh(x / 2)) / 2,
  log: (x) => Math.log2(x) * Math.LN2,
  sqrt: (x) => x ** 0.5,
  reciprocal: (x) => x ** -1,
  abs: (x) => (x < 0 ? -x : x),
  sign: (x) => Number(x > 0) - Number(x < 0),
  relu: (x) => (x + Math.abs(x)) / 2,
  step: (x) => Number(x > 0),
};

it('has a definition to hold each operation to', () => {
  const trivial = ['input', 'parameter', 'constant', 'scale', 'shift'];
  const covered = [...trivial, ...Object.keys(POINTWISE), ...Object.keys(DEFINITIONS)];
  expect(covered.sort()).toEqual(Object.keys(OPS).sort());
});

describe.each(OP_CASES.filter(({ op }) => DEFINITIONS[op]))('$op', ({ recipe }) => {
  it('is what its definition says, element by element', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const { output } = build(r);
        const values = valuesOf(r);
        const want = byDefinition(
          output,
          r.inputs.map((i) => values[`x${i}`]!),
        );
        const [got] = evaluate([output], values);
        expect(got!.length).toBe(want.length);
        const scale = want.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
        got!.forEach((x, i) => {
          if (!(Math.abs(x - want[i]!) <= 1e-12 * scale)) expect.fail(`[${i}]: ${x}, not ${want[i]}`);
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(OP_CASES.filter(({ op }) => POINTWISE[op]))('$op', ({ op, recipe }) => {
  it('is its function of each element', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const [got] = evaluate([build(r).output], valuesOf(r));
        const want = valuesOf(r).x0!.map(POINTWISE[op]!);
        got!.forEach((x, i) => {
          expect(Math.abs(x - want[i]!)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(want[i]!)));
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('at the points where definitions differ', () => {
  const at = (op: OpName, x: number[], attrs = {}) => {
    const graph = new Graph();
    const leaf = graph.input('x', [x.length]);
    return [...evaluate([graph.make(op, [leaf], attrs)], { x: Float64Array.from(x) })[0]!];
  };

  it('takes 0 for not active, and its sign for 0, as PyTorch does', () => {
    expect(at('step', [0, -0, 1e-300])).toEqual([0, 0, 1]);
    expect(at('sign', [0, -2, 3])).toEqual([0, -1, 1]);
    expect(at('relu', [0, -1, 2])).toEqual([0, 0, 2]);
  });

  it('lets what is not finite through', () => {
    expect(at('relu', [Number.NaN, Infinity])).toEqual([Number.NaN, Infinity]);
    expect(at('log', [0, -1])).toEqual([-Infinity, Number.NaN]);
    expect(at('reciprocal', [0])).toEqual([Infinity]);
  });

  it('scales and shifts by its number', () => {
    expect(at('scale', [1, -2], { factor: -3 })).toEqual([-3, 6]);
    expect(at('shift', [1, -2], { offset: 0.5 })).toEqual([1.5, -1.5]);
  });

  it('takes the first of equal maxima, and a NaN for the largest', () => {
    const graph = new Graph();
    const x = graph.input('x', [1, 1, 4, 1]);
    const attrs = { size: [1, 4], stride: [1, 1], padding: [0, 0, 0, 0] } as const;
    const values = graph.input('v', [1, 1, 4, 1]);
    const taken = graph.make('maxPoolGather', [x, values], attrs);
    const v = Float64Array.of(10, 20, 30, 40);
    expect([...evaluate([taken], { x: Float64Array.of(1, 7, 7, 2), v })[0]!]).toEqual([20]);
    expect([...evaluate([taken], { x: Float64Array.of(1, 7, Number.NaN, 9), v })[0]!]).toEqual([30]);
    expect(() => maxPool(x, { size: 3, stride: 1, padding: 2 })).toThrow(GraphError);
  });

  it('gives softmax of large logits without overflow', () => {
    const graph = new Graph();
    const x = graph.input('x', [1, 2]);
    const [got] = evaluate([graph.make('logSoftmax', [x], {})], { x: Float64Array.of(1e4, 1e4 - 1) });
    expect(got![0]).toBeCloseTo(-Math.log(1 + Math.exp(-1)), 12);
    expect(got![1]).toBeCloseTo(-1 - Math.log(1 + Math.exp(-1)), 12);
  });

  it('refuses a feed of another size', () => {
    const graph = new Graph();
    const program = referenceEngine.compile(new Map([['x', graph.input('images', [2, 3])]]));
    expect(() => program.run(() => new Float64Array(5))).toThrow('images takes [2, 3], not 5 numbers');
  });
});
