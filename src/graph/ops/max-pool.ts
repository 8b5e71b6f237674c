import type { Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { maxPoolGather } from './max-pool-gather.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { type PoolOptions, poolAttrs, windowExtent } from './window.ts';

/** The largest value of each window of images [batch, height, width, channels]. */
export const maxPool = (x: Node, options: PoolOptions): Node =>
  x.graph.make('maxPool', [x], poolAttrs(options));

export const maxPoolOp: OpDefinition<'maxPool'> = {
  name: 'maxPool',
  infer([x], attrs) {
    const [batch, height, width, channels] = x!;
    return [batch!, ...windowExtent(height!, width!, { ...attrs, kernel: attrs.size }), channels!];
  },
  flops: (node) => sizeOf(node.shape) * node.attrs.size[0] * node.attrs.size[1],
  vjp: (node, gradient) => [maxPoolGrad(node.inputs[0]!, gradient, node.attrs)],
  jvp: (node, [tangent]) => maxPoolGather(node.inputs[0]!, tangent!, node.attrs),
};
