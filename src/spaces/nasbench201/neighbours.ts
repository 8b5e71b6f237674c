import { type Cell, OPS } from './notation.ts';

/**
 * The 24 cells that differ in the operation of exactly one edge: edge by edge in official order, the other four
 * operations in the order of {@link OPS}.
 */
export function neighbours(cell: Cell): Cell[] {
  return cell.ops.flatMap((current, edge) =>
    OPS.filter((op) => op !== current).map((op) => ({ ops: cell.ops.with(edge, op) })),
  );
}
