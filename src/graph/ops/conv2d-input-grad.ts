import type { ConvAttrs, Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { addPresent } from './add.ts';
import { conv2dWeightGrad } from './conv2d-weight-grad.ts';

/** The adjoint of a convolution in its images: gradient [batch, y, x, out] and weights to images of `image` pixels. */
export function conv2dInputGrad(
  gradient: Node,
  weight: Node,
  attrs: ConvAttrs,
  image: readonly [number, number],
): Node {
  const { stride, padding, dilation, groups } = attrs;
  return gradient.graph.make('conv2dInputGrad', [gradient, weight], {
    stride,
    padding,
    dilation,
    groups,
    image,
  });
}

export const conv2dInputGradOp: OpDefinition<'conv2dInputGrad'> = {
  name: 'conv2dInputGrad',
  infer: ([gradient, weight], { image, groups }) => [gradient![0]!, ...image, weight![2]! * groups],
  macs(node) {
    const [gradient, weight] = node.inputs as [Node, Node];
    const [kernelY, kernelX, perGroup] = weight.shape;
    return sizeOf(gradient.shape) * kernelY! * kernelX! * perGroup!;
  },
  vjp(node, cotangent) {
    const [gradient, weight] = node.inputs as [Node, Node];
    const { image: _, ...attrs } = node.attrs;
    return [
      node.graph.make('conv2d', [cotangent, weight], attrs),
      conv2dWeightGrad(cotangent, gradient, attrs, [weight.shape[0]!, weight.shape[1]!]),
    ];
  },
  jvp(node, [dGradient, dWeight]) {
    const [gradient, weight] = node.inputs as [Node, Node];
    const { image, ...attrs } = node.attrs;
    const left = dGradient ? conv2dInputGrad(dGradient, weight, attrs, image) : null;
    const right = dWeight ? conv2dInputGrad(gradient, dWeight, attrs, image) : null;
    return addPresent(left, right);
  },
};
