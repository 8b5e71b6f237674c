import type { Node } from '../../../../src/graph/op.ts';
import { add } from '../../../../src/graph/ops/add.ts';
import { broadcast } from '../../../../src/graph/ops/broadcast.ts';
import { mul, square } from '../../../../src/graph/ops/mul.ts';
import { relu } from '../../../../src/graph/ops/relu.ts';
import { reshape } from '../../../../src/graph/ops/reshape.ts';
import { negate } from '../../../../src/graph/ops/scale.ts';
import { shift } from '../../../../src/graph/ops/shift.ts';
import { mean, sum } from '../../../../src/graph/ops/sum.ts';

/** What a network is trained for. */
export interface Loss {
  readonly key: string;
  /** Extents of what is known of a batch. */
  shape(batch: number): readonly number[];
  /** What is known of a batch with these targets. */
  known(targets: Float64Array): Float64Array;
  /** A scalar of predictions [batch, 1]. */
  of(predictions: Node, known: Node): Node;
}

export const meanSquaredError: Loss = {
  key: 'mse',
  shape: (batch) => [batch, 1],
  known: (targets) => targets,
  of: (predictions, known) => mean(square(add(predictions, negate(known)))),
};

/** By how much the better of a pair should be ahead, in the network's own scale. */
const MARGIN = 0.5;

/** Hinge on the difference of every pair whose order is known, as GATES and ReNAS rank (Ning et al., ECCV 2020). */
export const pairwiseHinge: Loss = {
  key: 'rank',
  shape: (batch) => [batch, batch],
  /** 1 / pairs where row i is better than column j, else 0. */
  known(targets) {
    const n = targets.length;
    const above = new Float64Array(n * n).map((_, at) =>
      Number(targets[Math.floor(at / n)]! > targets[at % n]!),
    );
    const pairs = Math.max(
      1,
      above.reduce((total, value) => total + value, 0),
    );
    return above.map((value) => value / pairs);
  },
  of(predictions, known) {
    const [batch] = predictions.shape as [number];
    const flat = reshape(predictions, [batch]);
    const ahead = add(broadcast(flat, [batch, batch], [1]), negate(broadcast(flat, [batch, batch], [0])));
    return sum(mul(known, relu(shift(negate(ahead), MARGIN))));
  },
};
