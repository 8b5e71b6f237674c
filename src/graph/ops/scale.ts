import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';

/** x times a number that is known beforehand. */
export function scale(x: Node, factor: number): Node {
  if (factor === 1) return x;
  if (x.op === 'scale') return scale(x.inputs[0]!, factor * (x as Node<'scale'>).attrs.factor);
  return x.graph.make('scale', [x], { factor });
}

export const negate = (x: Node): Node => scale(x, -1);

export const scaleOp: OpDefinition<'scale'> = {
  name: 'scale',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [scale(gradient, node.attrs.factor)],
  jvp: (node, [tangent]) => scale(tangent!, node.attrs.factor),
};
