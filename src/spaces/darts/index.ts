import { InputError } from '../../input-error.ts';
import { randomStream } from '../../random/index.ts';
import { describeBy } from '../describe.ts';
import type { DescribedSpace } from '../description.ts';
import { checkDraw } from '../sample.ts';
import type { Skeleton } from '../space.ts';
import { buildDarts, checkDarts, isReduction } from './build.ts';
import { canonical } from './canonical.ts';
import { type DartsCell, type Edge, EXAMPLE, format, type Genotype, NODES, OPS, parse } from './genotype.ts';
import { tallyDarts } from './tally.ts';

const ID = 'darts';

/** Those of NAS-Bench-301. */
const DEFAULTS: Skeleton = { channels: 32, cells: 8, size: 32, classes: 10 };

/** The pairs of different states that a node may add up. */
function pairsOf(node: number): (readonly [number, number])[] {
  const states = Array.from({ length: node + 2 }, (_, state) => state);
  return states.flatMap((high) => states.slice(0, high).map((low) => [low, high] as const));
}

const CELLS = Array.from({ length: NODES }, (_, node) => pairsOf(node).length * OPS.length ** 2).reduce(
  (product, options) => product * options,
);
const SIZE = CELLS ** 2;

/** The cells of DARTS: a normal and a reduction cell of four nodes, each the sum of two of seven operations. */
export const darts: DescribedSpace = {
  id: ID,
  aliases: ['nasbench301'],
  title:
    'DARTS, the space of NAS-Bench-301, without auxiliary head and drop path (--cells in all; its paper evaluates --channels 36 --cells 20)',
  cite: 'Liu et al., "DARTS: Differentiable Architecture Search", ICLR 2019; Zela et al., "Surrogate NAS Benchmarks", ICLR 2022',
  size: SIZE,
  defaults: DEFAULTS,
  notation: `the genotype as DARTS prints it: for nodes 2 to 5 two pairs (operation, state) each, in quotes; operations ${OPS.join(', ')}, and none, which no search chooses; for example ${EXAMPLE}`,
  parse: (text) => format(parse(text)),
  at(index) {
    throw new InputError(
      `darts has more architectures than there are indices, none has index ${index}: draw some with --archs N`,
    );
  },
  indexOf: () => -1,
  sample: drawGenotypes,
  neighbours: (arch) => neighbours(parse(arch)).map(format),
  canonical: (arch) => format(canonical(parse(arch))),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare(skeleton) {
      checkDarts(skeleton);
      return (arch) => tallyDarts(parse(arch), skeleton);
    },
  },
  isConnected: (arch) => isConnected(parse(arch)),
  build: (arch, skeleton, net) => buildDarts(parse(arch), checkDarts(skeleton), net),
  describe(arch, skeleton) {
    const { normal, reduce } = parse(arch);
    return describeBy(darts, arch, skeleton, [...drawing('normal', normal), ...drawing('reduce', reduce)]);
  },
};

/** Different genotypes, each equally likely; sixteen numbers of the stream make one, and repeated ones are passed over. */
function drawGenotypes(count: number, seed: number): string[] {
  checkDraw(ID, SIZE, count, seed);
  const stream = randomStream(seed, `${ID}/sample`);
  const drawn = new Set<string>();
  let position = 0;
  const next = (bound: number): number => {
    position += 1;
    return stream.integer(position - 1, bound);
  };
  const cell = (): DartsCell =>
    Array.from({ length: NODES }, (_, node) => {
      const pairs = pairsOf(node);
      const [low, high] = pairs[next(pairs.length)]!;
      return [
        { op: OPS[next(OPS.length)]!, from: low },
        { op: OPS[next(OPS.length)]!, from: high },
      ];
    });
  while (drawn.size < count) drawn.add(format({ normal: cell(), reduce: cell() }));
  return [...drawn];
}

/** One operation changed, or one edge moved to another state; cell by cell, edge by edge. */
function neighbours(genotype: Genotype): Genotype[] {
  return (['normal', 'reduce'] as const).flatMap((name) =>
    genotype[name].flatMap((edges, node) =>
      edges.flatMap((edge, i) => {
        const other = edges[1 - i]!.from;
        const ops = OPS.filter((op) => op !== edge.op).map((op): Edge => ({ ...edge, op }));
        const moves = Array.from({ length: node + 2 }, (_, from): Edge => ({ ...edge, from })).filter(
          ({ from }) => from !== edge.from && from !== other,
        );
        return [...ops, ...moves].map((edited) => ({
          ...genotype,
          [name]: genotype[name].with(node, edges.with(i, edited) as [Edge, Edge]),
        }));
      }),
    ),
  );
}

/** Whether something of the image reaches the last cell of the default skeleton, whatever `none` stops. */
function isConnected(genotype: Genotype): boolean {
  const { cells } = DEFAULTS;
  let reached: readonly [boolean, boolean] = [true, true];
  for (let at = 0; at < cells; at += 1) {
    const cell = isReduction(at, cells) ? genotype.reduce : genotype.normal;
    const passes = cell.flat().some(({ op, from }) => op !== 'none' && from < 2 && reached[from]!);
    reached = [reached[1], passes];
  }
  return reached[1];
}

function drawing(name: string, cell: DartsCell): string[] {
  const stateName = (state: number): string => ['c_{k-2}', 'c_{k-1}'][state] ?? `node ${state}`;
  return cell.map(
    (edges, node) =>
      `${name} node ${node + 2} = ${edges.map(({ op, from }) => `${op}(${stateName(from)})`).join(' + ')}`,
  );
}
