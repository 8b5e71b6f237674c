import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';
import { reciprocal } from './reciprocal.ts';
import { scale } from './scale.ts';

/** Square root. */
export const sqrt = (x: Node): Node => x.graph.make('sqrt', [x], {});

/** 1 / (2 sqrt x). */
const slope = (node: Node): Node => scale(reciprocal(node), 0.5);

export const sqrtOp: OpDefinition<'sqrt'> = {
  name: 'sqrt',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
