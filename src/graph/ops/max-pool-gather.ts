import type { Node, OpDefinition, PoolAttrs } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { windowExtent } from './window.ts';

/** The elements of `values` at the places where x has its maxima (the first of equal ones): the tangent of max pooling. */
export function maxPoolGather(x: Node, values: Node, attrs: PoolAttrs): Node {
  return x.graph.make('maxPoolGather', [x, values], attrs);
}

export const maxPoolGatherOp: OpDefinition<'maxPoolGather'> = {
  name: 'maxPoolGather',
  infer([x], attrs) {
    const [batch, height, width, channels] = x!;
    return [batch!, ...windowExtent(height!, width!, { ...attrs, kernel: attrs.size }), channels!];
  },
  flops: (node) => sizeOf(node.shape) * node.attrs.size[0] * node.attrs.size[1],
  vjp: (node, gradient) => [null, maxPoolGrad(node.inputs[0]!, gradient, node.attrs)],
  jvp: (node, [, tangent]) => (tangent ? maxPoolGather(node.inputs[0]!, tangent, node.attrs) : null),
};
