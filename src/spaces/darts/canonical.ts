import { type DartsCell, type DartsOp, type Edge, type Genotype, NODES, OPS } from './genotype.ts';

/**
 * The genotype that stands for those which compute the same function of the image up to the order of channels: the edges
 * of a node in ascending order, and the nodes in the order, of those that the edges allow, that makes the cell lowest.
 */
export function canonical({ normal, reduce }: Genotype): Genotype {
  return { normal: canonicalCell(normal), reduce: canonicalCell(reduce) };
}

function canonicalCell(cell: DartsCell): DartsCell {
  return ordersOf(cell)
    .map((order) => reordered(cell, order))
    .reduce((lowest, other) => (rankOf(other) < rankOf(lowest) ? other : lowest));
}

/** Every order of the nodes, by their old places, in which each comes after those that it adds up. */
function ordersOf(cell: DartsCell): number[][] {
  const orders: number[][] = [];
  const extend = (order: readonly number[]): void => {
    if (order.length === NODES) orders.push([...order]);
    for (const [node, edges] of cell.entries()) {
      const isNext = edges.every(({ from }) => from < 2 || order.includes(from - 2));
      if (isNext && !order.includes(node)) extend([...order, node]);
    }
  };
  extend([]);
  return orders;
}

function reordered(cell: DartsCell, order: readonly number[]): DartsCell {
  return order.map((node) => {
    const [a, b] = cell[node]!.map(
      ({ op, from }): Edge => ({ op, from: from < 2 ? from : order.indexOf(from - 2) + 2 }),
    ) as [Edge, Edge];
    return a.from < b.from ? [a, b] : [b, a];
  });
}

const rank = (op: DartsOp): number => (op === 'none' ? OPS.length : OPS.indexOf(op));

/** Texts that order cells: all numbers in them have one digit. */
function rankOf(cell: DartsCell): string {
  return cell.map((edges) => edges.map(({ op, from }) => `${from}${rank(op)}`).join('')).join('');
}
