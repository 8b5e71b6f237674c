import type { CellGraph, CellView } from '../cell.ts';
import { type DartsCell, type DartsOp, NODES, OPS, parse } from './genotype.ts';

/** The two states that a cell begins with, as operations: without them an encoding could not tell one from the other. */
const STATES = ['last_but_one', 'last'];
const KNOWN: readonly (DartsOp | string)[] = [...OPS, 'none', ...STATES];
/** Nodes of a cell: its two states, and two operations for each that it computes. */
const OF_CELL = STATES.length + 2 * NODES;

/** Both cells beside each other: an operation is fed by those of the state that it reads. */
export const dartsCell: CellView = {
  id: 'darts',
  columns: ['arch'],
  operations: KNOWN.map((name) => ({
    name,
    isConvolution: name.includes('conv'),
    carries: name !== 'none',
  })),
  mostNodes: 2 * OF_CELL + 2,
  graph([arch = '']) {
    const { normal, reduce } = parse(arch);
    const cells = [normal, reduce];
    return {
      operations: [-1, ...cells.flatMap(operationsOf), -1],
      edges: cells
        .flatMap((cell, i) => edgesOf(cell, 1 + i * OF_CELL))
        .sort(([a, b], [c, d]) => b - d || a - c),
    };
  },
};

function operationsOf(cell: DartsCell): number[] {
  return [...STATES, ...cell.flat().map(({ op }) => op)].map((name) => KNOWN.indexOf(name));
}

/** The edges of a cell whose first state is this node of the graph. */
function edgesOf(cell: DartsCell, first: number): CellGraph['edges'] {
  const output = 2 * OF_CELL + 1;
  const placesOf = (state: number): number[] =>
    state < STATES.length
      ? [first + state]
      : [0, 1].map((i) => first + STATES.length + 2 * (state - STATES.length) + i);
  return [
    ...STATES.map((_, state) => [0, first + state] as const),
    ...cell.flatMap((edges, node) =>
      edges.flatMap(({ from }, i) =>
        placesOf(from).map((place) => [place, placesOf(node + STATES.length)[i]!] as const),
      ),
    ),
    ...cell.flatMap((_, node) => placesOf(node + STATES.length).map((place) => [place, output] as const)),
  ];
}
