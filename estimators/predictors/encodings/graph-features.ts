import type { CellView } from '../../../src/spaces/cell.ts';
import { matrixOf } from '../matrix.ts';
import { extremePath, type LiveCell, liveCellOf } from './cell-paths.ts';
import type { Encoding } from './encoding.ts';
import { cellOf, viewOf } from './needs.ts';

interface Feature {
  readonly name: string;
  readonly of: (live: LiveCell) => number;
}

/** Operations up to which features are made for each set of them. */
const MOST_FOR_SETS = 5;
/** What stands for the length of a path that does not exist. */
const NO_PATH = -1;

/**
 * Depth, width, convolutions along paths, operations computed in vain; for each set of operations the shortest and
 * longest path that keeps to it, as in GRAF; where nodes have widths, what they multiply and add up to.
 */
export const graphFeatures: Encoding = {
  name: 'graph',
  title: 'depth, width, paths by operation, unreachable operations',
  cite: 'Kadlecová et al. (GRAF), ICML 2024',
  needs: 'cell',
  isRanked: false,
  fit: (_, context) => featuresOf(viewOf(context)).map(({ name }) => name),
  encode(samples, names, context) {
    const view = viewOf(context);
    const features = featuresOf(view);
    return matrixOf(
      samples.map((sample) => {
        const live = liveCellOf(cellOf(sample), view);
        return features.map((feature) => feature.of(live));
      }),
      names.length,
    );
  },
};

function featuresOf(view: CellView): Feature[] {
  return [...shapeFeatures(view), ...operationFeatures(view), ...setFeatures(view), ...widthFeatures(view)];
}

function shapeFeatures({ operations }: CellView): Feature[] {
  const convolutions = (operation: number): number => Number(operations[operation]!.isConvolution);
  const one = (): number => 1;
  const carries = (operation: number): boolean => operation >= 0 && operations[operation]!.carries;
  const degree = (live: LiveCell, side: 0 | 1, node: number): number =>
    live.edges.filter((edge) => edge[side] === node).length;
  return [
    { name: 'depth', of: (live) => extremePath(live, one, Math.max) ?? NO_PATH },
    { name: 'shortest path', of: (live) => extremePath(live, one, Math.min) ?? NO_PATH },
    { name: 'longest convolution path', of: (live) => extremePath(live, convolutions, Math.max) ?? NO_PATH },
    { name: 'least convolution path', of: (live) => extremePath(live, convolutions, Math.min) ?? NO_PATH },
    { name: 'width', of: widthOf },
    { name: 'paths', of: pathCount },
    { name: 'live nodes', of: ({ isLive }) => isLive.filter(Boolean).length },
    { name: 'live edges', of: ({ edges }) => edges.length },
    {
      name: 'unreachable operations',
      of: ({ cell, isLive }) =>
        cell.operations.filter((operation, node) => carries(operation) && !isLive[node]).length,
    },
    { name: 'out of the input', of: (live) => degree(live, 0, 0) },
    { name: 'into the output', of: (live) => degree(live, 1, live.cell.operations.length - 1) },
  ];
}

/** The most nodes at one distance from the input. */
function widthOf({ cell, edges, isLive }: LiveCell): number {
  const level = cell.operations.map(() => 0);
  for (const [source, target] of edges) level[target] = Math.max(level[target]!, level[source]! + 1);
  const sizes = new Map<number, number>();
  for (let node = 1; node < level.length - 1; node += 1) {
    if (isLive[node]) sizes.set(level[node]!, (sizes.get(level[node]!) ?? 0) + 1);
  }
  return Math.max(0, ...sizes.values());
}

function pathCount({ cell, edges, isLive }: LiveCell): number {
  const paths = cell.operations.map(() => 0);
  paths[0] = Number(isLive[0]);
  for (const [source, target] of edges) paths[target]! += paths[source]!;
  return paths.at(-1)!;
}

/** How many live nodes have an operation, and how many at most lie on one path. */
function operationFeatures({ operations }: CellView): Feature[] {
  return operations.flatMap(({ name }, at) => [
    {
      name: `live ${name}`,
      of: ({ cell, isLive }) =>
        cell.operations.filter((operation, node) => operation === at && isLive[node]).length,
    },
    {
      name: `${name} on a path`,
      of: (live) => extremePath(live, (operation) => Number(operation === at), Math.max) ?? NO_PATH,
    },
  ]);
}

/** The shortest and the longest path that uses no operation outside a set, for every set. */
function setFeatures({ operations }: CellView): Feature[] {
  const carrying = operations.flatMap(({ carries }, at) => (carries ? [at] : []));
  if (carrying.length > MOST_FOR_SETS) return [];
  return Array.from({ length: 2 ** carrying.length - 2 }, (_, index) => {
    const members = new Set(carrying.filter((_, bit) => ((index + 1) >> bit) & 1));
    const names = [...members].map((at) => operations[at]!.name).join(', ');
    const length = (operation: number): number => (members.has(operation) ? 1 : Number.NaN);
    return [
      {
        name: `shortest path of ${names}`,
        of: (live: LiveCell) => extremePath(live, length, Math.min) ?? NO_PATH,
      },
      {
        name: `longest path of ${names}`,
        of: (live: LiveCell) => extremePath(live, length, Math.max) ?? NO_PATH,
      },
    ];
  }).flat();
}

function widthFeatures({ operations, mostNodes }: CellView): Feature[] {
  if (operations.some(({ width }) => width === undefined)) return [];
  const widths = ({ cell }: LiveCell): number[] =>
    cell.operations.slice(1, -1).map((operation) => operations[operation]!.width!);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const products = (values: readonly number[]): number[] =>
    values.slice(1).map((value, i) => value * values[i]!);
  return [
    ...Array.from({ length: mostNodes - 2 }, (_, at) => ({
      name: `width of node ${at + 1}`,
      of: (live: LiveCell) => widths(live)[at] ?? 0,
    })),
    { name: 'widths added up', of: (live) => sum(widths(live)) },
    { name: 'widths multiplied, ln', of: (live) => sum(widths(live).map(Math.log)) },
    { name: 'products of neighbouring widths', of: (live) => sum(products(widths(live))) },
    { name: 'least width', of: (live) => Math.min(...widths(live)) },
  ];
}
