import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, sizeOf } from '../shape.ts';

/** The sum of each image of a batch, or whatever the first axis counts, and all before it. */
export const cumsum = (x: Node): Node => x.graph.make('cumsum', [x], { reverse: false });

export const cumsumOp: OpDefinition<'cumsum'> = {
  name: 'cumsum',
  infer([x]) {
    if (x!.length > 0) return x!;
    throw new GraphError(`cumsum runs along the first axis, which ${formatShape(x!)} lacks`);
  },
  flops: (node) => sizeOf(node.shape),
  vjp: (node, gradient) => [turned(node, gradient, !node.attrs.reverse)],
  jvp: (node, [tangent]) => turned(node, tangent!, node.attrs.reverse),
};

const turned = ({ graph }: Node, x: Node, reverse: boolean): Node => graph.make('cumsum', [x], { reverse });
