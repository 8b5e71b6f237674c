import type { ConvAttrs, ImageExtent, Node } from '../../graph/op.ts';
import { type Emitter, IMAGES, type Order, straight, WEIGHTS } from './emitter.ts';
import type { Lowering } from './lowering.ts';
import type { Attributes } from './model.ts';

const attributes = ({ stride, padding, dilation, groups }: ConvAttrs): Attributes => ({
  strides: stride,
  pads: padding,
  dilations: dilation,
  group: groups,
});

const imagesOf = (node: Node, name: string) => ({
  name,
  order: IMAGES,
  dims: IMAGES.map((axis) => node.shape[axis]!),
});

export const conv2d: Lowering<'conv2d'> = (node, emitter) => {
  const [x, weight] = node.inputs as [Node, Node];
  const operands = [emitter.inOrder(x, IMAGES), emitter.inOrder(weight, WEIGHTS)];
  return imagesOf(node, emitter.model.apply('Conv', operands, attributes(node.attrs)));
};

/** A convolution with the turned weights where nothing is strided, which is quicker, and else ConvTranspose. */
export const conv2dInputGrad: Lowering<'conv2dInputGrad'> = (node, emitter) => {
  const [gradient, weight] = node.inputs as [Node, Node];
  const { attrs } = node;
  const y = emitter.inOrder(gradient, IMAGES);
  const span = [0, 1].map((axis) => (weight.shape[axis]! - 1) * attrs.dilation[axis]!);
  const pads = attrs.padding.map((width, side) => span[side % 2]! - width);
  const { model } = emitter;
  if (attrs.groups === 1 && attrs.stride.every((step) => step === 1) && pads.every((width) => width >= 0)) {
    const turned = turn(emitter.inOrder(weight, [2, 3, 0, 1]), emitter);
    return imagesOf(
      node,
      model.apply('Conv', [y, turned], attributes({ ...attrs, padding: [...pads] as never })),
    );
  }
  const w = emitter.inOrder(weight, WEIGHTS);
  const options = { ...attributes(attrs), output_padding: forgotten(gradient, attrs, span) };
  return imagesOf(node, model.apply('ConvTranspose', [y, w], options));
};

/** Rows and columns at the end of the images that no window reached. */
function forgotten(gradient: Node, attrs: ConvAttrs & ImageExtent, span: readonly number[]): number[] {
  return [0, 1].map((axis) => {
    const padded = attrs.image[axis]! + attrs.padding[axis]! + attrs.padding[axis + 2]!;
    return padded - ((gradient.shape[axis + 1]! - 1) * attrs.stride[axis]! + span[axis]! + 1);
  });
}

/** The last two axes backwards. */
function turn(name: string, { model }: Emitter): string {
  const beforeFirst = -(2 ** 31);
  const bounds = [
    [-1, -1],
    [beforeFirst, beforeFirst],
    [2, 3],
    [-1, -1],
  ];
  return model.apply('Slice', [name, ...bounds.map((part) => model.integers(part))]);
}

/** For each tap, the product of the pixels that it sees with the gradient: three times as quick as ONNX's own Conv. */
export const conv2dWeightGrad: Lowering<'conv2dWeightGrad'> = (node, emitter) => {
  if (node.attrs.groups > 1) return groupedWeightGrad(node, emitter);
  const [x, gradient] = node.inputs as [Node, Node];
  const { stride, padding, dilation } = node.attrs;
  const [, rows, columns, out] = gradient.shape as [number, number, number, number];
  const [kernelY, kernelX, channels] = node.shape as [number, number, number];
  const { model } = emitter;
  const [top, left, bottom, right] = padding;
  const images = padding.some((width) => width > 0)
    ? model.apply('Pad', [emitter.inOrder(x), model.integers([0, top, left, 0, 0, bottom, right, 0])])
    : emitter.inOrder(x);
  const pixels = emitter.reshaped(emitter.inOrder(gradient), [-1, out]);
  const taps = Array.from({ length: kernelY * kernelX }, (_, tap) => {
    const start = [Math.floor(tap / kernelX) * dilation[0], (tap % kernelX) * dilation[1]] as const;
    const end = [start[0] + (rows - 1) * stride[0] + 1, start[1] + (columns - 1) * stride[1] + 1];
    const bounds = [start, end, [1, 2], stride].map((part) => model.integers(part));
    const seen = emitter.reshaped(model.apply('Slice', [images, ...bounds]), [-1, channels]);
    return model.apply('Gemm', [seen, pixels], { transA: 1 });
  });
  const name = emitter.reshaped(model.apply('Concat', taps, { axis: 0 }), node.shape);
  return { name, order: straight(4), dims: node.shape };
};

const CHANNELS_FIRST: Order = [3, 0, 1, 2];

/**
 * A convolution as well: the images' channels are its batch, the batch its channels, the gradient its weights, and
 * stride and dilation change places.
 */
const groupedWeightGrad: Lowering<'conv2dWeightGrad'> = (node, emitter) => {
  const [x, gradient] = node.inputs as [Node, Node];
  const { stride, padding, dilation, groups } = node.attrs;
  const [batch, height, width] = x.shape as [number, number, number];
  const [kernelY, kernelX, perGroup] = node.shape as [number, number, number];
  const { model } = emitter;
  const split = emitter.reshaped(emitter.inOrder(x, CHANNELS_FIRST), [
    groups,
    perGroup,
    batch,
    height,
    width,
  ]);
  const images = model.apply('Transpose', [split], { perm: [1, 0, 2, 3, 4] });
  const operands = [
    emitter.reshaped(images, [perGroup, groups * batch, height, width]),
    emitter.inOrder(gradient, CHANNELS_FIRST),
  ];
  const options = { strides: dilation, pads: padding, dilations: stride, group: groups };
  // Pixels that no window reached would count as further taps.
  const bounds = [
    [0, 0],
    [kernelY, kernelX],
    [2, 3],
  ].map((part) => model.integers(part));
  const order = [2, 3, 0, 1];
  return {
    name: model.apply('Slice', [model.apply('Conv', operands, options), ...bounds]),
    order,
    dims: order.map((axis) => node.shape[axis]!),
  };
};
