import type { AvgPoolAttrs, Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { avgPoolOf } from './avg-pool.ts';

/** The adjoint of average pooling: spreads each value over its window, in images of `image` pixels. */
export function avgPoolGrad(gradient: Node, attrs: AvgPoolAttrs, image: readonly [number, number]): Node {
  const { size, stride, padding, countIncludePad } = attrs;
  return gradient.graph.make('avgPoolGrad', [gradient], { size, stride, padding, countIncludePad, image });
}

export const avgPoolGradOp: OpDefinition<'avgPoolGrad'> = {
  name: 'avgPoolGrad',
  infer: ([gradient], { image }) => [gradient![0]!, ...image, gradient![3]!],
  flops: (node) => sizeOf(node.inputs[0]!.shape) * node.attrs.size[0] * node.attrs.size[1],
  vjp(node, cotangent) {
    const { image: _, ...attrs } = node.attrs;
    return [avgPoolOf(cotangent, attrs)];
  },
  jvp: (node, [tangent]) => avgPoolGrad(tangent!, node.attrs, node.attrs.image),
};
