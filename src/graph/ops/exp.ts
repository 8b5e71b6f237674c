import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';

/** e^x. */
export const exp = (x: Node): Node => x.graph.make('exp', [x], {});

/** The derivative of e^x is itself. */
const slope = (node: Node): Node => node;

export const expOp: OpDefinition<'exp'> = {
  name: 'exp',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
