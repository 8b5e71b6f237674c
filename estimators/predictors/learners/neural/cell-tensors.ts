import type { CellGraph, CellView } from '../../../../src/spaces/cell.ts';
import { placeOf } from '../../encodings/adjacency.ts';
import { liveCellOf } from '../../encodings/cell-paths.ts';
import { type Matrix, matrixOf } from '../../matrix.ts';
import type { FitOptions } from '../../predictor.ts';

/** The view of the cells, which whoever offers them has made sure of. */
export function viewOfOptions({ view }: FitOptions): CellView {
  if (view === undefined) throw new Error('a graph network was asked for where there are no cells');
  return view;
}

/** Kinds of nodes: every operation, input and output. */
export const kindsOf = ({ operations }: CellView): number => operations.length + 2;

/**
 * Cells as a graph network reads them. `nodes`: the kind of each node, one-hot. `in` and `out`: in row i the weights of
 * the nodes that feed node i, and of those that it feeds, adding up to 1; nothing passes a node that carries nothing.
 * `readout`: the output node, and the mean of the nodes on a path from input to output.
 */
export function cellTensors(cells: readonly CellGraph[], view: CellView): Map<string, Matrix> {
  const { mostNodes, operations } = view;
  const kinds = kindsOf(view);
  const parts = cells.map((cell) => {
    const count = cell.operations.length;
    const place = (node: number): number => placeOf(node, count, mostNodes);
    const nodes = new Float64Array(mostNodes * kinds);
    cell.operations.forEach((operation, node) => {
      const kind = operation >= 0 ? operation : operations.length + Number(node > 0);
      nodes[place(node) * kinds + kind] = 1;
    });
    const carries = (node: number): boolean => {
      const operation = cell.operations[node]!;
      return operation < 0 || operations[operation]!.carries;
    };
    const into = new Float64Array(mostNodes * mostNodes);
    const outOf = new Float64Array(mostNodes * mostNodes);
    for (const [source, target] of cell.edges) {
      if (!carries(source) || !carries(target)) continue;
      into[place(target) * mostNodes + place(source)] = 1;
      outOf[place(source) * mostNodes + place(target)] = 1;
    }
    const readout = new Float64Array(2 * mostNodes);
    readout[mostNodes - 1] = 1;
    const { isLive } = liveCellOf(cell, view);
    const live = Math.max(1, isLive.filter(Boolean).length);
    isLive.forEach((alive, node) => {
      if (alive) readout[mostNodes + place(node)] = 1 / live;
    });
    return { nodes, into: normalised(into, mostNodes), outOf: normalised(outOf, mostNodes), readout };
  });
  return new Map([
    ['nodes', matrixOf(parts.map((part) => part.nodes))],
    ['in', matrixOf(parts.map((part) => part.into))],
    ['out', matrixOf(parts.map((part) => part.outOf))],
    ['readout', matrixOf(parts.map((part) => part.readout))],
  ]);
}

/** Each row divided by its sum. */
function normalised(matrix: Float64Array, size: number): Float64Array {
  for (let row = 0; row < size; row += 1) {
    const own = matrix.subarray(row * size, (row + 1) * size);
    const total = own.reduce((sum, value) => sum + value, 0);
    if (total > 0) own.forEach((value, at) => own.set([value / total], at));
  }
  return matrix;
}
