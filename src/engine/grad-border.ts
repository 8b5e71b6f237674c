import type { Node, Padding } from '../graph/op.ts';

/** The border with which the gradient of a convolution's images is a convolution of the (spread out) gradient. */
export function inputGradBorder(node: Node<'conv2dInputGrad'>): Padding {
  const { padding, dilation, stride, image } = node.attrs;
  const kernel = node.inputs[1]!.shape;
  return borderOf(node.inputs[0]!, stride, image, (axis) => (kernel[axis]! - 1) * dilation[axis], padding);
}

/** The border with which each pixel's share of the pooled gradients is a sum over the (spread out) gradient. */
export function poolGradBorder(node: Node<'avgPoolGrad'>): Padding {
  const { size, stride, padding, image } = node.attrs;
  return borderOf(node.inputs[0]!, stride, image, (axis) => size[axis] - 1, padding);
}

/** As much below and to the right as makes the window, `span` pixels wider than one, fit once for each pixel of the image. */
function borderOf(
  gradient: Node,
  stride: readonly [number, number],
  image: readonly [number, number],
  span: (axis: 0 | 1) => number,
  padding: Padding,
): Padding {
  const before = (axis: 0 | 1) => span(axis) - padding[axis];
  const after = (axis: 0 | 1) => {
    const spread = (gradient.shape[axis + 1]! - 1) * stride[axis] + 1;
    return image[axis] + span(axis) - before(axis) - spread;
  };
  return [before(0), before(1), after(0), after(1)];
}
