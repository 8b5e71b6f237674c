import type { Node, Padding } from '../../graph/op.ts';

/** The border of zeros that a node wants around an input it slides a window over. Entries may be below zero. */
export function wantedBorder(consumer: Node, inputIndex: number): Padding | null {
  switch (consumer.op) {
    case 'conv2d':
    case 'conv2dWeightGrad':
      return inputIndex === 0 ? (consumer as Node<'conv2d'>).attrs.padding : null;
    case 'avgPool':
      return (consumer as Node<'avgPool'>).attrs.padding;
    case 'conv2dInputGrad': {
      const node = consumer as Node<'conv2dInputGrad'>;
      return inputIndex === 0 && node.attrs.stride.every((step) => step === 1) ? inputGradBorder(node) : null;
    }
    default:
      return null;
  }
}

/** The border with which the gradient of a convolution's images is a convolution of the (spread out) gradient. */
export function inputGradBorder(node: Node<'conv2dInputGrad'>): Padding {
  const [kernelY, kernelX] = node.inputs[1]!.shape as [number, number];
  const { padding, dilation, stride, image } = node.attrs;
  const [, gradY, gradX] = node.inputs[0]!.shape as [number, number, number];
  const top = (kernelY - 1) * dilation[0] - padding[0];
  const left = (kernelX - 1) * dilation[1] - padding[1];
  // As much below and to the right as makes the window fit once for each pixel of the image.
  const spreadY = (gradY - 1) * stride[0] + 1;
  const spreadX = (gradX - 1) * stride[1] + 1;
  return [
    top,
    left,
    image[0] + (kernelY - 1) * dilation[0] - top - spreadY,
    image[1] + (kernelX - 1) * dilation[1] - left - spreadX,
  ];
}
