import type { ClosedForms } from '../counts.ts';
import type { Skeleton } from '../space.ts';
import { macs, params, suiteFlops } from './counts.ts';
import { longestPath } from './longest-path.ts';
import { type Cell, EDGES, OPS, type OpName201, parse } from './notation.ts';

/** Layers with weights outside the cells: stem, two of each residual block, classifier. */
const OUTER_LAYERS = 6;
const STAGES = 3;

const EMPTY: Cell = { ops: EDGES.map(() => 'none') };

/** Every count of the space: those that add up over the edges are a sum of what one operation of its kind adds. */
export const closedForms: ClosedForms = {
  names: ['params', 'macs', 'flops', 'depth', 'longest_path'],
  prepare(skeleton) {
    const empty = sizesOf(EMPTY, skeleton);
    const added = Object.fromEntries(
      OPS.map((op) => {
        const sizes = sizesOf({ ops: EMPTY.ops.with(0, op) }, skeleton);
        return [op, sizes.map((size, i) => size - empty[i]!)];
      }),
    ) as Record<OpName201, number[]>;
    return (arch) => {
      const cell = parse(arch);
      let [params, macs, flops] = empty;
      for (const op of cell.ops) {
        const [p, m, f] = added[op];
        params += p!;
        macs += m!;
        flops += f!;
      }
      const convolutions = longestPath(cell, isConvolution);
      return {
        params,
        macs,
        flops,
        depth: convolutions < 0 ? 0 : OUTER_LAYERS + STAGES * skeleton.cells * convolutions,
        longest_path: Math.max(
          0,
          longestPath(cell, () => 1),
        ),
      };
    };
  },
};

/** Parameters, multiply-accumulates and FLOPs: whole numbers, so that sums of them are exact. */
function sizesOf(cell: Cell, skeleton: Skeleton): [number, number, number] {
  return [params(cell, skeleton), macs(cell, skeleton), Math.round(suiteFlops(cell, skeleton) * 1e6)];
}

function isConvolution(op: OpName201): number {
  return op === 'nor_conv_1x1' || op === 'nor_conv_3x3' ? 1 : 0;
}
