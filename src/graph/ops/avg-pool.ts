import type { AvgPoolAttrs, Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { avgPoolGrad } from './avg-pool-grad.ts';
import { type PoolOptions, poolAttrs, windowExtent } from './window.ts';

/** The mean of each window of images [batch, height, width, channels]; padding does not count, unless asked for. */
export function avgPool(x: Node, options: PoolOptions, countIncludePad = false): Node {
  return x.graph.make('avgPool', [x], { ...poolAttrs(options), countIncludePad });
}

/** The node of these attributes. */
export const avgPoolOf = (x: Node, attrs: AvgPoolAttrs): Node => x.graph.make('avgPool', [x], attrs);

export const avgPoolOp: OpDefinition<'avgPool'> = {
  name: 'avgPool',
  infer([x], attrs) {
    const [batch, height, width, channels] = x!;
    return [batch!, ...windowExtent(height!, width!, { ...attrs, kernel: attrs.size }), channels!];
  },
  flops: (node) => sizeOf(node.shape) * node.attrs.size[0] * node.attrs.size[1],
  vjp(node, gradient) {
    const [, height, width] = node.inputs[0]!.shape;
    return [avgPoolGrad(gradient, node.attrs, [height!, width!])];
  },
  jvp: (node, [tangent]) => avgPoolOf(tangent!, node.attrs),
};
