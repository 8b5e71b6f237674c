import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';
import { reciprocal } from './reciprocal.ts';

/** Natural logarithm. */
export const log = (x: Node): Node => x.graph.make('log', [x], {});

/** 1 / x. */
const slope = (node: Node): Node => reciprocal(node.inputs[0]!);

export const logOp: OpDefinition<'log'> = {
  name: 'log',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
