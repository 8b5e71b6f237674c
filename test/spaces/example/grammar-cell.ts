import type { NetworkBuilder } from '../../../src/graph/network.ts';
import type { Node } from '../../../src/graph/op.ts';
import { addAll } from '../../../src/graph/ops/add.ts';
import { InputError } from '../../../src/input-error.ts';
import { describeBy } from '../../../src/spaces/describe.ts';
import type { DescribedSpace } from '../../../src/spaces/description.ts';
import { checkIndex, digitsOf, indexOfDigits, oneDigitAway } from '../../../src/spaces/mixed-radix.ts';
import { sampleIndices } from '../../../src/spaces/sample.ts';
import { checkSkeletonOf } from '../../../src/spaces/skeleton.ts';
import { Tally } from '../../../src/spaces/tally.ts';

/** cell → node node node; node → op(source); op → conv3x3 | conv1x1 | pool; source → a | b | n1 | n2 | n3. */
export const OPS = ['conv3x3', 'conv1x1', 'pool'];
/** The two inputs of the cell, then its nodes. */
export const SOURCES = ['a', 'b', 'n1', 'n2', 'n3'];
export const NODES = 3;
const INPUTS = SOURCES.length - NODES;

export interface CellNode {
  readonly op: string;
  /** A place in {@link SOURCES}. */
  readonly source: number;
}

/** What the grammar derives, whether a network or not: 3,375 texts. */
export function deriveAll(): CellNode[][] {
  const nodes = OPS.flatMap((op) => SOURCES.map((_, source) => ({ op, source })));
  return nodes.flatMap((first) => nodes.flatMap((second) => nodes.map((third) => [first, second, third])));
}

/** Whether every node comes after what it reads, so that the text can be computed from left to right: 648 of them. */
export const readsBackwards = (cell: readonly CellNode[]): boolean =>
  cell.every(({ source }, node) => source < INPUTS + node);

/** Whether no node waits for itself: 1,350 of the texts. */
export function isAcyclic(cell: readonly CellNode[]): boolean {
  return cell.every((_, node) => {
    let at = INPUTS + node;
    for (let steps = 0; steps < NODES && at >= INPUTS; steps += 1) at = cell[at - INPUTS]!.source;
    return at < INPUTS;
  });
}

/** Equal for acyclic cells that differ in the names of their nodes alone: the nodes' terms, sorted. */
export function classOf(cell: readonly CellNode[]): string {
  const term = (source: number): string =>
    source < INPUTS
      ? SOURCES[source]!
      : `${cell[source - INPUTS]!.op}(${term(cell[source - INPUTS]!.source)})`;
  return cell
    .map((_, node) => term(INPUTS + node))
    .sort()
    .join(' ');
}

const RADICES = Array.from({ length: NODES }, (_, node) => OPS.length * (INPUTS + node));
const SIZE = RADICES.reduce((product, radix) => product * radix, 1);

/** A worked example of a space that a grammar defines, its sources restricted to predecessors. */
export const grammarCell: DescribedSpace = {
  id: 'example-grammar-cell',
  title: 'a cell of three nodes that are added up',
  cite: 'the worked example of CONTRIBUTING.md',
  size: SIZE,
  defaults: { channels: 4, cells: 2, size: 8, classes: 10 },
  notation: `three nodes op(source), op one of ${OPS.join(', ')}, source a, b or an earlier node; for example conv3x3(a)+pool(n1)+conv1x1(b)`,
  parse: (text) => spell(parse(text)),
  at: (index) => spell(cellOf(digitsOf(checkIndex('example-grammar-cell', SIZE, index), RADICES))),
  indexOf: (arch) => indexOfDigits(digitsIn(parse(arch)), RADICES),
  sample: (count, seed) => sampleIndices('example-grammar-cell', SIZE, count, seed).map(grammarCell.at),
  neighbours: (arch) => oneDigitAway(digitsIn(parse(arch)), RADICES).map((digits) => spell(cellOf(digits))),
  canonical(arch) {
    const own = classOf(parse(arch));
    const index = Array.from({ length: SIZE }, (_, i) => i).find(
      (i) => classOf(cellOf(digitsOf(i, RADICES))) === own,
    );
    return grammarCell.at(index!);
  },
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare({ channels, cells, size, classes }) {
      return (arch) => {
        const tally = new Tally();
        const conv = (kernel: number, ins = channels) =>
          tally.relu(tally.norm(tally.conv({ channels: ins, size }, channels, { kernel })));
        const x = conv(3, 3);
        for (const { op } of Array.from({ length: cells }, () => parse(arch)).flat()) {
          if (op === 'pool') tally.pool(x, 3, 1);
          else conv(op === 'conv3x3' ? 3 : 1);
        }
        tally.head(x, classes);
        return tally.counts;
      };
    },
  },
  build(arch, skeleton, net) {
    const { channels, cells, classes } = checkSkeletonOf('example-grammar-cell', skeleton, 1);
    const stem = conv(net, 'stem', net.images, channels, 3);
    let [a, b] = [stem, stem];
    for (let at = 0; at < cells; at += 1) {
      const states = [a, b];
      for (const [node, { op, source }] of parse(arch).entries()) {
        const x = states[source]!;
        states.push(
          op === 'pool'
            ? net.avgPool(x, { size: 3, stride: 1, padding: 1 })
            : conv(net, `cells.${at}.${node}`, x, channels, op === 'conv3x3' ? 3 : 1),
        );
      }
      [a, b] = net.cutAll([b, addAll(states.slice(INPUTS))]) as [Node, Node];
    }
    return net.finish(net.linear('head', net.globalAvgPool(b), classes));
  },
  describe: (arch, skeleton) => describeBy(grammarCell, arch, skeleton, arch.split('+')),
};

function conv(net: NetworkBuilder, name: string, x: Node, channels: number, kernel: number): Node {
  const y = net.conv(`${name}.conv`, x, channels, kernel, { padding: (kernel - 1) / 2 });
  return net.relu(net.batchNorm(`${name}.norm`, y));
}

function parse(text: string): CellNode[] {
  const cell = text
    .trim()
    .split('+')
    .map((node): CellNode => {
      const [, op = '', name = ''] = /^(\w+)\((\w+)\)$/.exec(node) ?? [];
      return { op, source: SOURCES.indexOf(name) };
    });
  const isDerived = cell.every(({ op, source }) => OPS.includes(op) && source >= 0);
  if (cell.length === NODES && isDerived && readsBackwards(cell)) return cell;
  throw new InputError(
    `example-grammar-cell architecture ${JSON.stringify(text.slice(0, 60))} is not three nodes that read earlier ones, such as conv3x3(a)+pool(n1)+conv1x1(b)`,
  );
}

function spell(cell: readonly CellNode[]): string {
  return cell.map(({ op, source }) => `${op}(${SOURCES[source]})`).join('+');
}

function digitsIn(cell: readonly CellNode[]): number[] {
  return cell.map(({ op, source }, node) => OPS.indexOf(op) * (INPUTS + node) + source);
}

function cellOf(digits: readonly number[]): CellNode[] {
  return digits.map((digit, node) => ({
    op: OPS[Math.floor(digit / (INPUTS + node))]!,
    source: digit % (INPUTS + node),
  }));
}
