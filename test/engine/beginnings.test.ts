import { describe, expect, it } from 'vitest';
import { lasting } from '../../src/engine/lasting.ts';
import { BEGINNINGS_END, Beginnings } from '../../src/engine/wasm/beginnings.ts';
import type { Piece } from '../../src/engine/wasm/pieces.ts';
import { RESIDENTS_END } from '../../src/engine/wasm/residents.ts';
import { Graph } from '../../src/graph/graph.ts';
import { NodeTable } from '../../src/graph/node-table.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add } from '../../src/graph/ops/add.ts';
import { avgPool } from '../../src/graph/ops/avg-pool.ts';
import { fill } from '../../src/graph/ops/broadcast.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { reciprocal } from '../../src/graph/ops/reciprocal.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { normals } from '../graph/recipe.ts';
import { poison, wasmEngines } from './wasm-engines.ts';

const SIZE = 12;
const CHANNELS = 16;
const CELLS = [
  ['conv1'],
  ['conv3', 'pool'],
  ['conv3', 'conv1'],
  ['pool', 'conv3'],
  ['conv3', 'pool', 'twice'],
] as const;

/** A stem on an image of ones, and cells that are alike, each divided by its sum. */
function network(cell: readonly string[]) {
  const graph = new Graph();
  const convolve = (name: string, x: Node, kernel: number) => {
    const weight = graph.parameter(name, [kernel, kernel, x.shape[3]!, CHANNELS]);
    return conv2d(x, abs(weight), { padding: (kernel - 1) / 2 });
  };
  const outputs: Node[] = [];
  let x = convolve('stem', fill(graph.constant(1), [1, SIZE, SIZE, 3], 1), 3);
  for (let i = 0; i < 6; i += 1) {
    const total = sum(x);
    outputs.push(total);
    x = mul(x, reciprocal(total));
    cell.forEach((step, j) => {
      const name = `${i} ${j} ${step}`;
      if (step === 'pool') x = avgPool(x, { size: 3, stride: 1, padding: 1 });
      else if (step === 'twice') x = add(x, convolve(name, x, 1));
      else x = convolve(name, x, Number(step.slice(4)));
    });
  }
  return new Map([...outputs, x].map((node, i): [string, Node] => [String(i), node]));
}

const numbersOf = ({ attrs: { name }, shape }: Node<'input'> | Node<'parameter'>) =>
  Float32Array.from(normals(name, 1, sizeOf(shape)));

describe.each(wasmEngines)('networks that begin alike: $name', ({ engine }) => {
  it('give what they give one by one, whatever came before and whoever has the results', () => {
    const stays = new Map<string, Float32Array>();
    for (const cell of [...CELLS, ...CELLS, CELLS[1], CELLS[1]]) {
      const compiled = engine.compile(network(cell));
      const alone = compiled.run(numbersOf);
      for (let run = 0; run < 2; run += 1) {
        poison(engine);
        const got = compiled.run((node) => {
          const value = stays.get(node.attrs.name) ?? lasting(numbersOf(node));
          stays.set(node.attrs.name, value);
          return value;
        });
        expect(got).toEqual(alone);
        for (const values of got.values()) values.fill(Number.NaN);
      }
    }
  });

  it('are computed anew where nobody promised that their weights do not change', () => {
    const values = new Map<string, Float32Array>();
    const compiled = engine.compile(network(CELLS[0]));
    const run = () =>
      compiled.run((node) => {
        const value = values.get(node.attrs.name) ?? numbersOf(node);
        values.set(node.attrs.name, value);
        return value;
      });
    const [first] = [run(), run()].map((results) => results.get('0')![0]!) as [number];
    const stem = values.get('stem')!;
    stem.forEach((weight, i) => {
      stem[i] = 2 * weight;
    });
    expect(run().get('0')![0]).toBe(2 * first);
  });
});

describe('what networks begin with', () => {
  const BYTES = 2 ** 20;
  const HOSTED = new Float64Array([7]);

  /** A network of two pieces: of a weight and of a bias, the second of what the first gives and of its own weight. */
  function twoPieces(first: Float32Array, second: Float32Array, label = 'conv') {
    const graph = new Graph();
    const [a, b] = [graph.parameter('a', [1]), graph.parameter('b', [1])];
    const [x, total] = [abs(a), sum(a)];
    const y = add(x, b);
    const pieces: Piece[] = [
      { nodes: [x, total], fed: [a], results: [x, total], label },
      { nodes: [y], fed: [x, b], results: [y], label: 'add' },
    ];
    return { graph, pieces, feed: (node: Node) => (node === a ? first : second), x, total, y };
  }

  function run(beginnings: Beginnings, { graph, pieces, feed, total }: ReturnType<typeof twoPieces>) {
    const values = {
      host: new NodeTable<Float32Array | Float64Array>(graph),
      addresses: new NodeTable<number>(graph),
    };
    const computed: number[] = [];
    const settle = beginnings.open(values, feed, (node) => (node === total ? 0 : BYTES));
    pieces.forEach((piece, i) => {
      settle(piece, () => {
        computed.push(i);
        if (i === 0) values.host.set(total, HOSTED);
      });
    });
    return { computed, ...values };
  }

  const weight = () => lasting(new Float32Array(1));

  it('stays once two in a row have come to it', () => {
    const beginnings = new Beginnings();
    const [first, second, other] = [weight(), weight(), weight()];
    const net = twoPieces(first, second);
    const computed = [net, net, net, net].map((one) => run(beginnings, one).computed);
    // The second piece hangs on the first one's results, which are known by name only once they stay.
    expect(computed).toEqual([[0, 1], [0, 1], [1], []]);
    const kept = run(beginnings, net);
    expect(kept.host.get(net.total)).toBe(HOSTED);
    const [x, y] = [net.x, net.y].map((node) => kept.addresses.get(node)!) as [number, number];
    expect(Math.abs(x - y)).toBeGreaterThanOrEqual(BYTES);
    for (const at of [x, y]) {
      expect(at).toBeGreaterThanOrEqual(RESIDENTS_END);
      expect(at + BYTES).toBeLessThanOrEqual(BEGINNINGS_END);
    }
    // Other weights of either piece, or another piece, are something else.
    expect(run(beginnings, twoPieces(first, other)).computed).toEqual([1]);
    expect(run(beginnings, twoPieces(other, second)).computed).toEqual([0, 1]);
    expect(run(beginnings, twoPieces(first, second, 'another')).computed).toEqual([0, 1]);
    expect(run(beginnings, net).computed).toEqual([]);
  });

  it('stays not where the weights may change, or where networks take turns', () => {
    const beginnings = new Beginnings();
    const changing = twoPieces(new Float32Array(1), weight());
    const computed: number[][] = [];
    for (let i = 0; i < 3; i += 1) computed.push(run(beginnings, changing).computed);
    const [a, b] = [twoPieces(weight(), weight()), twoPieces(weight(), weight())];
    for (let i = 0; i < 3; i += 1) {
      computed.push(run(beginnings, a).computed, run(beginnings, b).computed);
    }
    expect(computed).toEqual(Array.from({ length: 9 }, () => [0, 1]));
  });

  it('ends: what finds no more room is computed each time, and what is there stays', () => {
    const beginnings = new Beginnings();
    const nets = Array.from({ length: 8 }, () => twoPieces(weight(), weight()));
    for (const net of nets) for (let i = 0; i < 3; i += 1) run(beginnings, net);
    const kept = nets.filter((net) => run(beginnings, net).computed.length === 0);
    expect(kept).toEqual(nets.slice(0, 2));
  });
});
