import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, sizeOf } from '../shape.ts';
import { add } from './add.ts';
import { broadcast } from './broadcast.ts';
import { exp } from './exp.ts';
import { mul } from './mul.ts';
import { negate, scale } from './scale.ts';
import { sum } from './sum.ts';

/** Logarithm of the softmax of each row of a matrix [batch, classes], without overflow. */
export const logSoftmax = (logits: Node): Node => logits.graph.make('logSoftmax', [logits], {});

/** Mean cross-entropy in nats of logits against one-hot (or soft) labels, both [batch, classes]. */
export function crossEntropy(logits: Node, labels: Node): Node {
  return scale(sum(mul(logSoftmax(logits), labels)), -1 / logits.shape[0]!);
}

/** The sum of each row, repeated along the row. */
const rowSum = (x: Node): Node => broadcast(sum(x, [1]), x.shape, [1]);

export const logSoftmaxOp: OpDefinition<'logSoftmax'> = {
  name: 'logSoftmax',
  infer([logits]) {
    if (logits!.length === 2) return logits!;
    throw new GraphError(`logSoftmax takes a matrix [batch, classes], not ${formatShape(logits!)}`);
  },
  flops: (node) => 4 * sizeOf(node.shape),
  vjp: (node, gradient) => [add(gradient, negate(mul(exp(node), rowSum(gradient))))],
  jvp: (node, [tangent]) => add(tangent!, negate(rowSum(mul(exp(node), tangent!)))),
};
