import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, type Shape, sameShape, sizeOf } from '../shape.ts';

/** The same elements in the same order under another shape. */
export function reshape(x: Node, shape: Shape): Node {
  return sameShape(x.shape, shape) ? x : x.graph.make('reshape', [x], { extents: shape });
}

export const reshapeOp: OpDefinition<'reshape'> = {
  name: 'reshape',
  infer([x], { extents }) {
    if (sizeOf(x!) === sizeOf(extents)) return extents;
    throw new GraphError(
      `${formatShape(x!)} cannot be reshaped to ${formatShape(extents)}: the sizes differ`,
    );
  },
  flops: () => 0,
  vjp: (node, gradient) => [reshape(gradient, node.inputs[0]!.shape)],
  jvp: (node, [tangent]) => reshape(tangent!, node.shape),
};
