import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, type Shape, sameShape, withoutAxes } from '../shape.ts';
import { sum } from './sum.ts';

/** Repeats x along new axes: `axes` are those of `shape` that x lacks. The adjoint of a sum over them. */
export function broadcast(x: Node, shape: Shape, axes: readonly number[]): Node {
  if (axes.length === 0) return x;
  return x.graph.make('broadcast', [x], { extents: shape, axes: [...axes].sort((a, b) => a - b) });
}

/** A tensor that holds one number everywhere. */
export function fill(x: Node, shape: Shape, value: number): Node {
  return broadcast(
    x.graph.constant(value),
    shape,
    shape.map((_, axis) => axis),
  );
}

export const broadcastOp: OpDefinition<'broadcast'> = {
  name: 'broadcast',
  infer([x], { extents, axes }) {
    if (sameShape(withoutAxes(extents, axes), x!)) return extents;
    throw new GraphError(
      `${formatShape(x!)} does not become ${formatShape(extents)} by new axes ${axes.join(', ')}`,
    );
  },
  flops: () => 0,
  vjp: (node, gradient) => [sum(gradient, node.attrs.axes)],
  jvp: (node, [tangent]) => broadcast(tangent!, node.shape, node.attrs.axes),
};
