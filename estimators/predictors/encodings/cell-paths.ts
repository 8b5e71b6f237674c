import type { CellGraph, CellView } from '../../../src/spaces/cell.ts';

/** A cell without what is computed in vain: its nodes that lie on a path from input to output that carries something. */
export interface LiveCell {
  readonly cell: CellGraph;
  readonly isLive: readonly boolean[];
  /** Edges between live nodes. */
  readonly edges: readonly (readonly [number, number])[];
}

export function liveCellOf(cell: CellGraph, { operations }: CellView): LiveCell {
  const carries = cell.operations.map((operation) => operation < 0 || operations[operation]!.carries);
  const output = cell.operations.length - 1;
  const fromInput = cell.operations.map((_, node) => node === 0);
  const toOutput = cell.operations.map((_, node) => node === output);
  for (const [source, target] of cell.edges)
    if (fromInput[source] && carries[target]) fromInput[target] = true;
  for (const [source, target] of cell.edges.toReversed()) {
    if (toOutput[target] && carries[source]) toOutput[source] = true;
  }
  const isLive = cell.operations.map((_, node) => fromInput[node]! && toOutput[node]!);
  return { cell, isLive, edges: cell.edges.filter(([source, target]) => isLive[source] && isLive[target]) };
}

/**
 * The extreme over all paths from input to output of a sum of node weights; undefined where no path is left without
 * the nodes of weight NaN.
 */
export function extremePath(
  { cell, edges, isLive }: LiveCell,
  weight: (operation: number) => number,
  better: (a: number, b: number) => number,
): number | undefined {
  const best = new Array<number | undefined>(cell.operations.length);
  best[0] = isLive[0] ? 0 : undefined;
  for (const [source, target] of edges) {
    const before = best[source];
    const operation = cell.operations[target]!;
    const step = operation < 0 ? 0 : weight(operation);
    if (before === undefined || Number.isNaN(step)) continue;
    const known = best[target];
    best[target] = known === undefined ? before + step : better(known, before + step);
  }
  return best.at(-1);
}
