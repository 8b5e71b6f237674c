import type { Node, OpDefinition } from '../op.ts';
import { type Shape, sizeOf, withoutAxes } from '../shape.ts';
import { broadcast } from './broadcast.ts';
import { scale } from './scale.ts';

/** The sum over these axes, which disappear; over all of them when none are named. */
export function sum(x: Node, axes: readonly number[] = x.shape.map((_, axis) => axis)): Node {
  if (axes.length === 0) return x;
  const isSorted = axes.every((axis, i) => i === 0 || axes[i - 1]! < axis);
  return x.graph.make('sum', [x], { axes: isSorted ? axes : [...axes].sort((a, b) => a - b) });
}

/** The mean over these axes. */
export function mean(x: Node, axes: readonly number[] = x.shape.map((_, axis) => axis)): Node {
  const total = sum(x, axes);
  return scale(total, sizeOf(total.shape) / sizeOf(x.shape));
}

/** All axes but the last: those over which batch normalisation takes its statistics. */
export const leadingAxes = (x: Node): number[] =>
  Array.from({ length: x.shape.length - 1 }, (_, axis) => axis);

/** The gradient of an operand that was repeated: summed over the axes that it lacks. */
export function sumToShape(gradient: Node, shape: Shape): Node {
  const extra = gradient.shape.length - shape.length;
  return sum(
    gradient,
    Array.from({ length: extra }, (_, axis) => axis),
  );
}

export const sumOp: OpDefinition<'sum'> = {
  name: 'sum',
  infer: ([x], { axes }) => withoutAxes(x!, axes),
  flops: (node) => sizeOf(node.inputs[0]!.shape),
  vjp: (node, gradient) => [broadcast(gradient, node.inputs[0]!.shape, node.attrs.axes)],
  jvp: (node, [tangent]) => sum(tangent!, node.attrs.axes),
};
