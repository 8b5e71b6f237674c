import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';
import { negate } from './scale.ts';

/** 1 / x. */
export const reciprocal = (x: Node): Node => x.graph.make('reciprocal', [x], {});

/** -1 / x^2. */
const slope = (node: Node): Node => negate(mul(node, node));

export const reciprocalOp: OpDefinition<'reciprocal'> = {
  name: 'reciprocal',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
