import type { Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { covariance, covarianceGradient } from './covariance.ts';
import { scale } from './scale.ts';

/**
 * The biased variance of each channel (the last axis) over all other axes. A primitive, so that an engine may take
 * it in one pass in higher precision, where the mean of squares minus the squared mean would cancel.
 */
export const variance = (x: Node): Node => x.graph.make('variance', [x], {});

export const varianceOp: OpDefinition<'variance'> = {
  name: 'variance',
  infer: ([x]) => x!.slice(-1),
  flops: (node) => 3 * sizeOf(node.inputs[0]!.shape),
  vjp: (node, gradient) => [covarianceGradient(node.inputs[0]!, scale(gradient, 2))],
  jvp: (node, [tangent]) => scale(covariance(node.inputs[0]!, tangent!), 2),
};
