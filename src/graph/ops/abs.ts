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
  // What moves along itself keeps its sign: SynFlow's question, whose convolutions are then those of the forward pass.
  jvp: (node, [tangent]) => (tangent === node.inputs[0] ? node : mul(tangent!, slope(node))),
};
