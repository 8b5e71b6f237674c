import type { CellGraph, CellView } from '../../../src/spaces/cell.ts';
import { matrixOf } from '../matrix.ts';
import type { Encoding } from './encoding.ts';
import { cellOf, viewOf } from './needs.ts';

/**
 * The node that each node of a smaller cell takes among those of the largest: the output is always last, so that the
 * same column means the same place.
 */
export function placeOf(node: number, nodes: number, mostNodes: number): number {
  return node === nodes - 1 ? mostNodes - 1 : node;
}

/**
 * The decisions that make up a cell, one a place: first whether each edge is there, then the operation of each inner
 * node (0 for none, else 1 + its index). Two cells differ in as many of them as edits lead from one to the other.
 */
export function decisionsOf(cell: CellGraph, { mostNodes }: CellView): number[] {
  const nodes = cell.operations.length;
  const edges = new Array<number>((mostNodes * (mostNodes - 1)) / 2).fill(0);
  for (const [from, to] of cell.edges) {
    const [source, target] = [placeOf(from, nodes, mostNodes), placeOf(to, nodes, mostNodes)];
    edges[(target * (target - 1)) / 2 + source] = 1;
  }
  const operations = new Array<number>(mostNodes - 2).fill(0);
  for (let node = 1; node < nodes - 1; node += 1) operations[node - 1] = cell.operations[node]! + 1;
  return [...edges, ...operations];
}

export const adjacency: Encoding = {
  name: 'adjacency',
  title: 'adjacency matrix and one-hot operations',
  cite: 'Ying et al., ICML 2019; White et al., NeurIPS 2020',
  needs: 'cell',
  isRanked: false,
  fit(_, context) {
    const { mostNodes, operations } = viewOf(context);
    const names: string[] = [];
    for (let target = 1; target < mostNodes; target += 1) {
      for (let source = 0; source < target; source += 1) names.push(`edge ${source}-${target}`);
    }
    for (let node = 1; node < mostNodes - 1; node += 1) {
      for (const { name } of operations) names.push(`node ${node} ${name}`);
    }
    return names;
  },
  encode(samples, names, context) {
    const view = viewOf(context);
    const edges = (view.mostNodes * (view.mostNodes - 1)) / 2;
    const kinds = view.operations.length;
    return matrixOf(
      samples.map((sample) => {
        const decisions = decisionsOf(cellOf(sample), view);
        const row = new Float64Array(names.length);
        row.set(decisions.slice(0, edges));
        decisions.slice(edges).forEach((operation, node) => {
          if (operation > 0) row[edges + node * kinds + operation - 1] = 1;
        });
        return row;
      }),
      names.length,
    );
  },
};
