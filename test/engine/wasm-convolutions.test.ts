import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { ancestors, Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { conv2dInputGrad } from '../../src/graph/ops/conv2d-input-grad.ts';
import { conv2dWeightGrad } from '../../src/graph/ops/conv2d-weight-grad.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { convAttrs } from '../../src/graph/ops/window.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from '../graph/recipe.ts';
import { wasmEngines } from './wasm-engines.ts';

/** Extents at which convolutions have enough tiles and channels for Winograd's transforms: [batch, size, in, out]. */
const EXTENTS = [
  [8, 16, 16, 16],
  [8, 8, 32, 32],
  [4, 8, 32, 48],
  [4, 8, 64, 64],
  // A last block of fewer channels than the others.
  [8, 16, 20, 24],
  [4, 8, 40, 36],
  [8, 8, 36, 52],
] as const;
const ATTRS = convAttrs({ padding: 1 });

/** Roundings in parts of the largest result: of direct convolutions, of Winograd's smaller tiles and of the larger. */
const DIRECT = 1e-6;
const SMALLER = 4.5e-7;
const LARGER = 6e-6;

/** What 1 x 1 convolutions go through as one row, gradients of weights in several bands: [batch, size, in, out]. */
const POINTWISE = [
  [2, 32, 16, 16],
  [2, 16, 32, 32],
  [4, 8, 64, 64],
  [3, 18, 20, 24],
] as const;
const POINTWISE_ATTRS = convAttrs({});

/** Computes the nodes of these titles, fed with normal numbers, and holds each to the reference within its tolerance. */
function expectNear(
  engine: Engine,
  cases: readonly (readonly [string, Node, number])[],
  others: Node[] = [],
) {
  const outputs = [...cases.map(([, node]) => node), ...others];
  const inputs = ancestors(outputs).filter(({ op }) => op === 'input') as Node<'input'>[];
  const values = Object.fromEntries(
    inputs.map((node, i) => [node.attrs.name, normals(node.attrs.name, i, sizeOf(node.shape))]),
  );
  const wanted = evaluate(outputs, values);
  const got = engine
    .compile(new Map(outputs.map((node, i) => [String(i), node])))
    .run((node) => values[node.attrs.name]!);
  cases.forEach(([title, , tolerance], i) => {
    const want = wanted[i]!;
    const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = got.get(String(i))!.reduce((most, value, k) => Math.max(most, Math.abs(value - want[k]!)), 0);
    expect(off / largest, title).toBeLessThan(tolerance);
  });
}

describe.each(wasmEngines)('wasm, $name', ({ engine }) => {
  it.each(EXTENTS)('convolves images of batch %i, size %i, %i to %i channels', (batch, size, ins, outs) => {
    const graph = new Graph();
    const x = graph.input('x', [batch, size, size, ins]);
    const w = graph.input('w', [3, 3, ins, outs]);
    const g = graph.input('g', [batch, size, size, outs]);
    const v = graph.input('v', [3, 3, ins, outs]);
    const deciding = conv2d(x, w, { padding: 1 });
    const cases = [
      ['the forward pass', deciding, Math.min(ins, outs) < 32 ? DIRECT : SMALLER],
      ['a tangent', conv2d(x, v, { padding: 1 }), LARGER],
      ['the gradient of the images', conv2dInputGrad(g, w, ATTRS, [size, size]), LARGER],
      ['the gradient of the weights', conv2dWeightGrad(x, g, ATTRS, [3, 3]), LARGER],
    ] as const;
    expectNear(engine, cases, [relu(deciding)]);
  });

  it.each(POINTWISE)('convolves points: batch %i, size %i, %i to %i channels', (batch, size, ins, outs) => {
    const graph = new Graph();
    const x = graph.input('x', [batch, size, size, ins]);
    const w = graph.input('w', [1, 1, ins, outs]);
    const g = graph.input('g', [batch, size, size, outs]);
    expectNear(engine, [
      ['the forward pass', conv2d(x, w), DIRECT],
      ['the gradient of the images', conv2dInputGrad(g, w, POINTWISE_ATTRS, [size, size]), DIRECT],
      ['the gradient of the weights', conv2dWeightGrad(x, g, POINTWISE_ATTRS, [1, 1]), 2 * DIRECT],
    ]);
  });
});
