import type { Node, OpDefinition } from '../op.ts';
import { GraphError, sameShape, sizeOf } from '../shape.ts';
import { add, addPresent } from './add.ts';
import { mul } from './mul.ts';
import { negate, scale } from './scale.ts';
import { leadingAxes, mean } from './sum.ts';

/**
 * The biased covariance of two tensors [..., channels] for each channel, over all other axes. A primitive as `variance` is,
 * whose derivative it is: an engine may take it while it takes the means, without having them first.
 */
export const covariance = (a: Node, b: Node): Node => a.graph.make('covariance', [a, b], {});

const centred = (x: Node): Node => add(x, negate(mean(x, leadingAxes(x))));

/** The derivative by one operand, given the other. */
export const covarianceGradient = (other: Node, gradient: Node): Node =>
  mul(centred(other), scale(gradient, other.shape.at(-1)! / sizeOf(other.shape)));

export const covarianceOp: OpDefinition<'covariance'> = {
  name: 'covariance',
  infer([a, b]) {
    if (!sameShape(a!, b!)) throw new GraphError(`covariance of [${a}] and [${b}]: the shapes differ`);
    return a!.slice(-1);
  },
  flops: (node) => 5 * sizeOf(node.inputs[0]!.shape),
  vjp(node, gradient) {
    const [a, b] = node.inputs as [Node, Node];
    return [covarianceGradient(b, gradient), covarianceGradient(a, gradient)];
  },
  jvp(node, [da, db]) {
    const [a, b] = node.inputs as [Node, Node];
    const left = da ? covariance(da, b) : null;
    const right = db ? covariance(a, db) : null;
    return addPresent(left, right);
  },
};
