import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';
import { sign } from './sign.ts';

/** Absolute value. */
export const abs = (x: Node): Node => x.graph.make('abs', [x], {});

/** The sign of x, and 0 at 0 as in PyTorch. */
const slope = (node: Node): Node => sign(node.inputs[0]!);

export const absOp: OpDefinition<'abs'> = {
  name: 'abs',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
