import type { CellGraph, CellView } from '../cell.ts';
import { EDGES, OPS, parse } from './notation.ts';

const OUTPUT = EDGES.length + 1;
const LAST_NODE = 3;

/** Operations become nodes: one into node v of the cell feeds each one out of it. The same edges for all cells. */
const LINKS: readonly (readonly [number, number])[] = [
  ...EDGES.flatMap(({ source }, at) => {
    if (source === 0) return [[0, at + 1] as const];
    return EDGES.flatMap((other, from) => (other.target === source ? [[from + 1, at + 1] as const] : []));
  }),
  ...EDGES.flatMap(({ target }, at) => (target === LAST_NODE ? [[at + 1, OUTPUT] as const] : [])),
];

/** A cell of NAS-Bench-201 with its six operations as nodes 1 to 6. */
export const nasbench201Cell: CellView = {
  id: 'nasbench201',
  columns: ['arch'],
  operations: OPS.map((name) => ({
    name,
    isConvolution: name.startsWith('nor_conv'),
    carries: name !== 'none',
  })),
  mostNodes: EDGES.length + 2,
  graph: ([arch]) => graphOf(parse(arch ?? '').ops.map((op) => OPS.indexOf(op))),
};

/** Six operations, one an edge in the order of {@link EDGES}, as nodes. */
export function graphOf(operations: readonly number[]): CellGraph {
  return { operations: [-1, ...operations, -1], edges: LINKS };
}
