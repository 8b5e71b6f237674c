import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { linksOf } from '../../src/engine/wasm/links.ts';
import { Templates } from '../../src/engine/wasm/templates.ts';
import { want } from '../../src/engine/wasm/wanted.ts';
import { pushForward } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add } from '../../src/graph/ops/add.ts';
import { avgPool } from '../../src/graph/ops/avg-pool.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { detach } from '../../src/graph/ops/detach.ts';
import { log } from '../../src/graph/ops/log.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { reciprocal } from '../../src/graph/ops/reciprocal.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { negate } from '../../src/graph/ops/scale.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals, type Values } from '../graph/recipe.ts';
import { poison, wasmEngines } from './wasm-engines.ts';

const STEPS = ['conv3', 'conv1', 'pool', 'twice', 'rectified'] as const;
type Step = (typeof STEPS)[number];

interface Shape {
  readonly cell: readonly Step[];
  readonly cells: number;
  readonly channels: number;
  readonly size: number;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  cell: fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 4 }),
  cells: fc.integer({ min: 4, max: 7 }),
  channels: fc.constantFrom(3, 4, 16),
  size: fc.constantFrom(5, 8, 12),
});

/** Cells that are alike, each divided by its sum, with the derivative along their weights: what a network without batch norm is. */
function network({ cell, cells, channels, size }: Shape) {
  const graph = new Graph();
  const weights: Node<'parameter'>[] = [];
  const outputs: Node[] = [];
  const convolve = (x: Node, kernel: number) => {
    const weight = graph.parameter(`w${weights.length}`, [kernel, kernel, channels, channels]);
    weights.push(weight);
    return conv2d(x, abs(weight), { padding: (kernel - 1) / 2 });
  };
  const apply = (step: Step, x: Node): Node => {
    switch (step) {
      case 'conv3':
        return convolve(x, 3);
      case 'conv1':
        return convolve(x, 1);
      case 'pool':
        return avgPool(x, { size: 3, stride: 1, padding: 1 });
      case 'twice':
        return add(x, convolve(x, 1));
      case 'rectified':
        return relu(add(x, negate(avgPool(x, { size: 3, stride: 1, padding: 1 }))));
    }
  };
  let x: Node = convolve(abs(graph.input('images', [1, size, size, channels])), 3);
  for (let i = 0; i < cells; i += 1) {
    const total = detach(sum(x));
    outputs.push(log(total));
    x = mul(x, reciprocal(total));
    for (const step of cell) x = apply(step, x);
  }
  const seeds = new Map<Node, Node>(weights.map((weight) => [weight, weight]));
  outputs.push(sum(x), x, pushForward([sum(mul(x, x))], seeds)[0]!);
  const values: Values = Object.fromEntries(
    [...weights, graph.input('images', [1, size, size, channels])].map((node, i) => [
      node.attrs.name,
      normals(node.attrs.name, i, sizeOf(node.shape)),
    ]),
  );
  return { outputs, values };
}

const compute = (engine: Engine, outputs: readonly Node[], values: Values) => {
  const program = engine.compile(new Map(outputs.map((node, i) => [String(i), node])));
  const run = () => {
    poison(engine);
    const results = program.run(({ attrs }) => values[attrs.name]!);
    return outputs.map((_, i) => results.get(String(i))!);
  };
  // Twice: what the first run leaves behind must not matter.
  const first = run().map((value) => value.slice());
  expect(run()).toEqual(first);
  return first;
};

describe.each(wasmEngines)('a chain of cells: $name', ({ engine }) => {
  it('has the values of the reference', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { outputs, values } = network(shape);
        const expected = evaluate(outputs, values);
        compute(engine, outputs, values).forEach((value, i) => {
          // A logarithm is as far off as its argument is in proportion.
          const largest = outputs[i]!.op === 'log' ? 1 : Math.max(...expected[i]!.map(Math.abs));
          value.forEach((number, j) =>
            expect(Math.abs(number - expected[i]![j]!) / largest, `${outputs[i]!.op} ${j}`).toBeLessThan(
              2e-4,
            ),
          );
        });
      }),
      { numRuns: 25 },
    );
  });
});

const PLAIN: Shape = { cell: ['conv3', 'pool', 'twice'], cells: 6, channels: 4, size: 8 };

it('cuts a network where it is divided by its sum, into links of which most are alike', () => {
  const { outputs } = network(PLAIN);
  const links = linksOf(want(outputs, 0))!;
  // The stem, the cells, and what follows the last sum.
  expect(links.length).toBeGreaterThanOrEqual(PLAIN.cells + 1);
  // The first cell's weights are the first that have a tangent before them; the last one has further readers.
  expect(new Set(links.slice(2, -2).map(({ label }) => label)).size).toBe(1);
  const made = links.flatMap(({ nodes }) => nodes.filter(({ op }) => op !== 'constant'));
  expect(new Set(made).size).toBe(made.length);
  links.forEach(({ fed }, i) => {
    const computed = fed.filter(({ op }) => op !== 'parameter' && op !== 'input');
    for (const node of computed) expect(links[i - 1]?.results).toContain(node);
  });
});

it('makes weights that are worked on before they are used where they are used', () => {
  const { outputs } = network(PLAIN);
  for (const { nodes, fed } of linksOf(want(outputs, 0))!.slice(1, 4)) {
    const weights = fed.filter(({ op }) => op === 'parameter');
    expect(weights).toHaveLength(2);
    expect(nodes.filter(({ op }) => op === 'abs')).toHaveLength(2);
  }
});

it('tells links apart of whose roundings a threshold depends, and links of other shapes', () => {
  const plain = linksOf(want(network(PLAIN).outputs, 0))!;
  const rectified = linksOf(want(network({ ...PLAIN, cell: [...PLAIN.cell, 'rectified'] }).outputs, 0))!;
  const larger = linksOf(want(network({ ...PLAIN, size: 12 }).outputs, 0))!;
  const labels = [plain, rectified, larger].map((links) => links[2]!.label);
  expect(new Set(labels).size).toBe(3);
  expect(labels[0]).not.toContain('!');
  expect(labels[1]).toContain('!');
});

it('makes no chain of what is read further on than in the next link', () => {
  const graph = new Graph();
  const x = abs(graph.input('x', [1, 8, 8, 4]));
  let y = x;
  for (let i = 0; i < 4; i += 1) y = mul(y, reciprocal(detach(sum(y))));
  expect(linksOf(want([sum(y)], 0))).not.toBeNull();
  expect(linksOf(want([sum(mul(y, x))], 0))).toBeNull();
});

it('keeps the plans that were used last', () => {
  const templates = new Templates();
  const made: string[] = [];
  const get = (label: string) =>
    templates.get(label, () => {
      made.push(label);
      return { plan: { run() {}, valueOf: () => new Float64Array() }, places: new Map(), results: [] };
    });
  for (let arch = 0; arch < 30; arch += 1) {
    for (const label of ['stem', `cell ${arch}`, 'reduction', `wide cell ${arch}`, 'classifier']) get(label);
  }
  // What all share is made once, and what none shares does not pile up.
  expect(made.filter((label) => !label.includes('cell'))).toEqual(['stem', 'reduction', 'classifier']);
  const before = made.length;
  get('cell 29');
  expect(made).toHaveLength(before);
  get('cell 0');
  expect(made).toHaveLength(before + 1);
});
