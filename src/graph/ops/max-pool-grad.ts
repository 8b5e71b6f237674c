import type { Node, OpDefinition, PoolAttrs } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { maxPoolGather } from './max-pool-gather.ts';

/** Adds each value of `gradient` to the place where x has the maximum of its window: the adjoint of the gather. */
export function maxPoolGrad(x: Node, gradient: Node, attrs: PoolAttrs): Node {
  return x.graph.make('maxPoolGrad', [x, gradient], attrs);
}

export const maxPoolGradOp: OpDefinition<'maxPoolGrad'> = {
  name: 'maxPoolGrad',
  infer: ([x]) => x!,
  flops: (node) => sizeOf(node.inputs[1]!.shape) * node.attrs.size[0] * node.attrs.size[1],
  vjp: (node, cotangent) => [null, maxPoolGather(node.inputs[0]!, cotangent, node.attrs)],
  jvp: (node, [, tangent]) => (tangent ? maxPoolGrad(node.inputs[0]!, tangent, node.attrs) : null),
};
