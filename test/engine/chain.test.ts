import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { Layouts } from '../../src/engine/wasm/layouts.ts';
import { linksOf } from '../../src/engine/wasm/links.ts';
import { type Piece, piecesOf } from '../../src/engine/wasm/pieces.ts';
import { Templates } from '../../src/engine/wasm/templates.ts';
import { layoutOf, placeAt } from '../../src/engine/wasm/tensor.ts';
import { want } from '../../src/engine/wasm/wanted.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import { pushForward } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add } from '../../src/graph/ops/add.ts';
import { avgPool } from '../../src/graph/ops/avg-pool.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { detach } from '../../src/graph/ops/detach.ts';
import { log } from '../../src/graph/ops/log.ts';
import { matmul } from '../../src/graph/ops/matmul.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { reciprocal } from '../../src/graph/ops/reciprocal.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { negate } from '../../src/graph/ops/scale.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals, type Values } from '../graph/recipe.ts';
import { poison, wasmEngines } from './wasm-engines.ts';

const STEPS = ['conv3', 'conv1', 'pool', 'twice', 'forked', 'rectified'] as const;
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
      case 'forked':
        return add(add(convolve(x, 3), x), add(convolve(convolve(x, 3), 3), convolve(x, 1)));
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

  it('tells what the caller feeds from what lies in memory in the same shape', () => {
    const graph = new Graph();
    const [x, w] = ['x', 'w'].map((name) => graph.input(name, [37, 37])) as [Node, Node];
    let product = x;
    for (let i = 0; i < 6; i += 1) product = matmul(product, w);
    const values = { x: normals('x', 1, 37 * 37), w: normals('w', 2, 37 * 37) };
    const [expected] = evaluate([product], values) as [Float64Array];
    const largest = Math.max(...expected.map(Math.abs));
    compute(engine, [product], values)[0]!.forEach((number, j) =>
      expect(Math.abs(number - expected[j]!) / largest).toBeLessThan(2e-5),
    );
  });
});

const PLAIN: Shape = { cell: ['conv3', 'pool', 'twice', 'forked'], cells: 6, channels: 4, size: 8 };

function pieces(outputs: readonly Node[]): readonly Piece[] {
  const wanted = want(outputs, 0);
  return piecesOf(wanted, linksOf(wanted)!, new Layouts(wanted.needed, wanted.roles));
}

it('cuts a network into pieces of which most are alike, and each comes after what it reads', () => {
  const counts = [6, 7, 12].map((cells) => {
    const cut = pieces(network({ ...PLAIN, cells }).outputs);
    const known = new Set<Node>();
    for (const { nodes, fed, results } of cut) {
      for (const node of fed) {
        if (node.op !== 'parameter' && node.op !== 'input') expect(known).toContain(node);
      }
      for (const node of results) {
        expect(nodes).toContain(node);
        known.add(node);
      }
    }
    const made = cut.flatMap(({ nodes }) => nodes.filter(({ op }) => op !== 'constant'));
    expect(new Set(made).size).toBe(made.length);
    return { pieces: cut.length, kinds: new Set(cut.map(({ label }) => label)).size };
  });
  // However many cells there are, they are made of the same.
  expect(new Set(counts.map(({ kinds }) => kinds)).size).toBe(1);
  expect(counts[0]!.kinds).toBeLessThan(counts[0]!.pieces / 2);
  expect(counts[2]!.pieces).toBeGreaterThan(counts[0]!.pieces);
});

it('has kernels that read one tensor share a piece, and passes between two kernels', () => {
  const cut = pieces(network(PLAIN).outputs);
  const isKernel = ({ op }: Node) => op === 'conv2d' || op === 'avgPool';
  const sources = cut.map(({ nodes }) => new Set(nodes.filter(isKernel).map(({ inputs }) => inputs[0])));
  for (const [i, { nodes }] of cut.entries()) {
    expect(sources[i]!.size).toBeLessThanOrEqual(1);
    if (sources[i]!.size === 1)
      expect(nodes.every((node) => isKernel(node) || node.op === 'constant')).toBe(true);
  }
  expect(cut.some(({ nodes }) => nodes.filter(isKernel).length > 1)).toBe(true);
});

it('makes weights that are worked on before they are used in the link where they are used', () => {
  const { outputs } = network(PLAIN);
  const wanted = want(outputs, 0);
  const links = linksOf(wanted)!;
  const weights = wanted.needed
    .filter(({ op }) => op === 'abs')
    .filter(({ inputs }) => inputs[0]!.op === 'parameter');
  expect(weights.length).toBeGreaterThan(PLAIN.cells);
  for (const weight of weights) {
    const readers = wanted.needed.filter(({ op, inputs }) => op === 'conv2d' && inputs.includes(weight));
    expect(links.get(weight)).toBe(Math.min(...readers.map((reader) => links.get(reader)!)));
  }
});

it('tells pieces apart of whose roundings a threshold depends, and pieces of other shapes', () => {
  const convolutions = (shape: Shape) =>
    pieces(network(shape).outputs)
      .map(({ label }) => label)
      .filter((label) => label.includes('conv2d'));
  const plain = convolutions(PLAIN);
  const rectified = convolutions({ ...PLAIN, cell: [...PLAIN.cell, 'rectified'] });
  const larger = convolutions({ ...PLAIN, size: 12 });
  expect(plain.filter((label) => larger.includes(label))).toEqual([]);
  expect(plain.some((label) => label.includes('!'))).toBe(false);
  expect(rectified.some((label) => label.includes('!'))).toBe(true);
});

it('makes no chain of what is read further on than in the next link', () => {
  const graph = new Graph();
  const x = abs(graph.input('x', [1, 8, 8, 4]));
  let y = x;
  for (let i = 0; i < 4; i += 1) y = mul(y, reciprocal(detach(sum(y))));
  expect(linksOf(want([sum(y)], 0))).not.toBeNull();
  expect(linksOf(want([sum(mul(y, x))], 0))).toBeNull();
});

it('keeps the plans of pieces, up to a number of them', () => {
  const templates = new Templates();
  const made: string[] = [];
  const template = { guests: { fed: [], results: [] }, inputs: [], ofHost: [] };
  const plan = { run: () => () => new Float64Array(), guest: () => placeAt(layoutOf([1]), 0) };
  const get = (label: string) =>
    templates.get(label, () => {
      made.push(label);
      return { ...template, plan };
    });
  for (let arch = 0; arch < 100; arch += 1) for (const label of ['stem', `cell ${arch % 9}`]) get(label);
  expect(made).toHaveLength(10);
  for (let arch = 0; arch < 2000; arch += 1) get(`odd cell ${arch}`);
  expect(made).toHaveLength(2010);
  get('odd cell 1999');
  expect(made).toHaveLength(2010);
  get('stem');
  expect(made).toHaveLength(2011);
});

it('keeps the plan of a large piece no longer than its network', () => {
  const get = vi.spyOn(Templates.prototype, 'get');
  const { outputs } = network({ ...PLAIN, cells: 12 });
  const weights = outputs[0]!.graph.nodes.filter(({ op }) => op === 'parameter');
  const norm = sum(weights.map((weight) => sum(mul(weight, weight))).reduce((a, b) => add(a, b)));
  const engine = createWasmEngine({ fusedMultiplyAdd: false, small: 0 });
  engine.compile(new Map([...outputs, norm].map((node, i) => [String(i), node])));
  const owners = get.mock.calls.map(([label], i) => ({
    nodes: label.split('(').length - 1,
    of: get.mock.contexts[i],
  }));
  get.mockRestore();
  const large = owners.filter(({ nodes }) => nodes > 40);
  expect(large.length).toBeGreaterThan(0);
  const others = new Set(owners.filter(({ nodes }) => nodes < 20).map(({ of }) => of));
  expect(others.size).toBe(1);
  for (const { of } of large) expect(others).not.toContain(of);
});
