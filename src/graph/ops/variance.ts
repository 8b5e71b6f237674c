import type { Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { add } from './add.ts';
import { mul } from './mul.ts';
import { negate, scale } from './scale.ts';
import { leadingAxes, mean } from './sum.ts';

/**
 * The biased variance of each channel (the last axis) over all other axes. A primitive, so that an engine may take
 * it in one pass in higher precision, where the mean of squares minus the squared mean would cancel.
 */
export const variance = (x: Node): Node => x.graph.make('variance', [x], {});

const centred = (x: Node): Node => add(x, negate(mean(x, leadingAxes(x))));

const rowsOf = (x: Node): number => sizeOf(x.shape) / x.shape.at(-1)!;

export const varianceOp: OpDefinition<'variance'> = {
  name: 'variance',
  infer: ([x]) => x!.slice(-1),
  flops: (node) => 3 * sizeOf(node.inputs[0]!.shape),
  vjp(node, gradient) {
    const x = node.inputs[0]!;
    return [mul(centred(x), scale(gradient, 2 / rowsOf(x)))];
  },
  jvp(node, [tangent]) {
    const x = node.inputs[0]!;
    return scale(mean(mul(centred(x), tangent!), leadingAxes(x)), 2);
  },
};
