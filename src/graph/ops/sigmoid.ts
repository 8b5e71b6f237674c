import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';
import { negate } from './scale.ts';
import { shift } from './shift.ts';

/** 1 / (1 + e^-x). A primitive, since its parts overflow where it itself is 0. */
export const sigmoid = (x: Node): Node => x.graph.make('sigmoid', [x], {});

/** y (1 - y). */
const slope = (node: Node): Node => mul(node, shift(negate(node), 1));

export const sigmoidOp: OpDefinition<'sigmoid'> = {
  name: 'sigmoid',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
