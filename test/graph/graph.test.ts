import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, pushForward } from '../../src/graph/differentiate.ts';
import { ancestors, Graph } from '../../src/graph/graph.ts';
import { add } from '../../src/graph/ops/add.ts';
import { broadcast } from '../../src/graph/ops/broadcast.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { cumsum } from '../../src/graph/ops/cumsum.ts';
import { detach } from '../../src/graph/ops/detach.ts';
import { logSoftmax } from '../../src/graph/ops/log-softmax.ts';
import { matmul } from '../../src/graph/ops/matmul.ts';
import { mul, square } from '../../src/graph/ops/mul.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { scale } from '../../src/graph/ops/scale.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { GraphError } from '../../src/graph/shape.ts';
import { OP_CASES } from './op-cases.ts';
import { build, evaluate } from './recipe.ts';

describe('equal computations', () => {
  it('are one node, whatever the operation', () => {
    for (const { recipe } of OP_CASES) {
      fc.assert(
        fc.property(recipe, ({ op, attrs, ...rest }) => {
          const { graph, leaves, output } = build({ op, attrs, ...rest });
          const count = graph.nodes.length;
          const again = graph.make(
            op,
            rest.inputs.map((i) => leaves[i]!),
            structuredClone(attrs),
          );
          expect(again).toBe(output);
          expect(graph.nodes.length).toBe(count);
        }),
        { numRuns: 5 },
      );
    }
  });

  it('are one node in either order of a sum and a product', () => {
    const graph = new Graph();
    const [a, b] = [graph.input('a', [3]), graph.input('b', [3])];
    expect(add(a, b)).toBe(add(b, a));
    expect(mul(a, b)).toBe(mul(b, a));
    expect(matmul(graph.input('m', [2, 2]), graph.input('n', [2, 2]))).not.toBe(
      matmul(graph.input('n', [2, 2]), graph.input('m', [2, 2])),
    );
  });

  it('differ by a name, a shape, an initialisation, an attribute', () => {
    const graph = new Graph();
    const nodes = [
      graph.input('a', [3]),
      graph.input('a', [1, 3]),
      graph.input('b', [3]),
      graph.parameter('a', [3]),
      graph.parameter('a', [3], { init: 'gaussian' }),
      scale(graph.input('a', [3]), 2),
      scale(graph.input('a', [3]), 3),
    ];
    expect(new Set(nodes).size).toBe(nodes.length);
  });

  it('keep apart the numbers that JSON does not know', () => {
    const graph = new Graph();
    const values = [Number.NaN, Infinity, -Infinity, 0];
    const got = evaluate(
      values.map((value) => graph.constant(value)),
      {},
    );
    expect(got.map(([value]) => value)).toEqual(values);
  });

  it('lie in topological order', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    const y = relu(scale(square(x), 3));
    expect(ancestors([y]).map(({ op }) => op)).toEqual(['input', 'mul', 'scale', 'relu']);
    expect(scale(scale(x, 2), 0.5)).toBe(x);
  });
});

describe('derivatives', () => {
  const graph = new Graph();
  const x = graph.input('x', [2, 3]);
  const z = graph.input('z', [3]);
  const y = sum(mul(square(x), z));

  it('are absent for what the output does not depend on', () => {
    const stranger = graph.input('stranger', [2]);
    expect([...differentiate(y, [stranger]).keys()]).toEqual([]);
    expect(differentiate(y, [x, stranger]).has(stranger)).toBe(false);
    expect(differentiate(y, [x]).has(z)).toBe(false);
    expect(pushForward([y], new Map([[stranger, stranger]]))).toEqual([null]);
    expect(pushForward([y], new Map())).toEqual([null]);
  });

  it('stop at what is detached, and go on beside it', () => {
    const half = sum(mul(detach(x), x));
    expect(differentiate(sum(detach(square(x))), [x]).has(x)).toBe(false);
    expect(pushForward([sum(detach(square(x)))], new Map([[x, x]]))).toEqual([null]);
    const values = { x: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const [gradient] = evaluate([differentiate(half, [x]).get(x)!], values);
    expect([...gradient!]).toEqual([1, 2, 3, 4, 5, 6]);
    const [tangent] = evaluate([pushForward([half], new Map([[x, x]]))[0]!], values);
    expect(tangent![0]).toBe(91);
  });

  it('reach intermediate values and the output itself', () => {
    const squares = square(x);
    const gradients = differentiate(y, [squares, y]);
    const values = { x: new Float64Array(6), z: Float64Array.of(7, 8, 9) };
    const [inner, own] = evaluate([gradients.get(squares)!, gradients.get(y)!], values);
    expect([...inner!]).toEqual([7, 8, 9, 7, 8, 9]);
    expect([...own!]).toEqual([1]);
  });

  it('of one thing by two ways add up', () => {
    const [gradient] = evaluate([differentiate(sum(concat([x, x, scale(x, 3)], 0)), [x]).get(x)!], {
      x: new Float64Array(6),
    });
    expect([...gradient!]).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('refuse a tangent of another shape', () => {
    expect(() => pushForward([y], new Map([[x, z]]))).toThrow('a tangent of shape [3] for a node of [2, 3]');
  });
});

it.each([
  ['add', (g: Graph) => add(g.input('a', [2, 3]), g.input('b', [2]))],
  ['matmul', (g: Graph) => matmul(g.input('a', [2, 3]), g.input('b', [2, 3]))],
  ['conv2d channels', (g: Graph) => conv2d(g.input('a', [1, 4, 4, 3]), g.input('b', [1, 1, 2, 4]))],
  [
    'conv2d groups',
    (g: Graph) => conv2d(g.input('a', [1, 4, 4, 4]), g.input('b', [1, 1, 2, 3]), { groups: 2 }),
  ],
  ['conv2d window', (g: Graph) => conv2d(g.input('a', [1, 2, 2, 3]), g.input('b', [3, 3, 3, 4]))],
  ['reshape', (g: Graph) => reshape(g.input('a', [2, 3]), [5])],
  ['slice', (g: Graph) => slice(g.input('a', [2, 3]), 1, 2, 2)],
  ['cumsum', (g: Graph) => cumsum(g.constant(1))],
  ['concat', (g: Graph) => concat([g.input('a', [2, 3]), g.input('b', [3, 2])], 0)],
  ['broadcast', (g: Graph) => broadcast(g.input('a', [2]), [2, 3], [0])],
  ['logSoftmax', (g: Graph) => logSoftmax(g.input('a', [2]))],
])('%s refuses shapes that do not fit, in one line', (_, make) => {
  expect(() => make(new Graph())).toThrow(GraphError);
  expect(() => make(new Graph())).toThrow(/^[^\n]+$/);
});
