import type { Node, OpDefinition } from '../op.ts';

/** Axis i of the result is axis order[i] of x. */
export const transpose = (x: Node, order: readonly number[]): Node =>
  x.graph.make('transpose', [x], { order });

export const transposeOp: OpDefinition<'transpose'> = {
  name: 'transpose',
  infer: ([x], { order }) => order.map((axis) => x![axis]!),
  flops: () => 0,
  vjp(node, gradient) {
    const { order } = node.attrs;
    return [
      transpose(
        gradient,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
  jvp: (node, [tangent]) => transpose(tangent!, node.attrs.order),
};
