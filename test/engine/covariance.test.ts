import { expect, it } from 'vitest';
import { batchesBefore, byBatches } from '../../src/engine/wasm/batches.ts';
import { Roles } from '../../src/engine/wasm/roles.ts';
import { pushForward } from '../../src/graph/differentiate.ts';
import { ancestors, Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { add } from '../../src/graph/ops/add.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { covariance } from '../../src/graph/ops/covariance.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { variance } from '../../src/graph/ops/variance.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from '../graph/recipe.ts';
import { wasmEngines } from './wasm-engines.ts';

const SHAPE = [8, 12, 12, 16];

it.each(wasmEngines)('of tensors far from zero does not drown in their means: $name', ({ engine }) => {
  const graph = new Graph();
  const node = covariance(graph.input('x', SHAPE), graph.input('y', SHAPE));
  const [a, b] = [1, 2].map((seed) => normals('c', seed, sizeOf(SHAPE))) as [Float64Array, Float64Array];
  // Means of 3000 and -2000 beside a covariance of .5: of products of the whole numbers in float32 little would be left of it.
  const values = { x: a.map((v) => 3000 + v), y: a.map((v, i) => (v + b[i]!) / 2 - 2000) };
  const [want] = evaluate([node], values);
  const got = engine
    .compile(new Map([['c', node]]))
    .run(({ attrs }) => values[attrs.name as keyof typeof values])
    .get('c')!;
  got.forEach((value, c) => expect(Math.abs(value - want![c]!)).toBeLessThan(2e-4));
});

it('is taken of a tangent while the variance is, which does not wait for the mean', () => {
  const graph = new Graph();
  const [x, dx] = [graph.input('x', SHAPE), graph.input('dx', SHAPE)];
  const y = conv2d(x, graph.parameter('weight', [3, 3, 16, 16]), { padding: 1 });
  const spread = variance(y);
  const [tangent] = pushForward([spread], new Map([[x, dx]]));
  const order = ancestors([spread, tangent!]);
  const roles = new Roles(order, 0);
  const batches = batchesBefore(order, roles);
  const reductions = order.filter((node) => roles.of(node) === 'reduction');
  expect(reductions.map(({ op }) => op).sort()).toEqual(['covariance', 'variance']);
  for (const node of reductions) expect(batches.get(node)).toBe(0);
});

it('what hangs on nothing that is fed does not part what does', () => {
  const graph = new Graph();
  const ones = graph.parameter('ones', [2, 12, 12, 16]);
  const layer = (x: Node, name: string) => conv2d(x, graph.parameter(name, [3, 3, 16, 16]), { padding: 1 });
  const x = graph.input('x', SHAPE);
  // By turns of the one and of the other, as they were made.
  const firsts = [layer(x, 'a'), layer(ones, 'b'), layer(x, 'c'), layer(ones, 'd')] as const;
  const seconds = [layer(firsts[0], 'e'), layer(firsts[1], 'f')] as const;
  const outputs = [sum(add(firsts[2], seconds[0])), sum(add(firsts[3], seconds[1]))];
  const order = ancestors(outputs);
  const roles = new Roles(order, 0);
  const convolutions = byBatches(order, roles, batchesBefore(order, roles)).filter(
    ({ op }) => op === 'conv2d',
  );
  expect(convolutions.map(({ shape }) => shape[0])).toEqual([2, 2, 2, 8, 8, 8]);
});
