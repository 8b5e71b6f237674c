import type { AvgPoolAttrs, Node } from '../../graph/op.ts';
import { IMAGES } from './emitter.ts';
import type { Lowering } from './lowering.ts';

const imagesOf = (node: Node, name: string) => ({
  name,
  order: IMAGES,
  dims: IMAGES.map((axis) => node.shape[axis]!),
});

export const avgPool: Lowering<'avgPool'> = (node, emitter) => {
  const { size, stride, padding, countIncludePad } = node.attrs;
  const name = emitter.model.apply('AveragePool', [emitter.inOrder(node.inputs[0]!, IMAGES)], {
    kernel_shape: size,
    strides: stride,
    pads: padding,
    count_include_pad: Number(countIncludePad),
  });
  return imagesOf(node, name);
};

/** Divides each value by the pixels of its window, and adds it to each of them. */
export const avgPoolGrad: Lowering<'avgPoolGrad'> = (node, emitter) => {
  const gradient = node.inputs[0]!;
  const { size, stride, padding, image } = node.attrs;
  const { model } = emitter;
  const [batch, rows, columns, channels] = gradient.shape as [number, number, number, number];
  const shares = [0, 1].map((axis) => sharesAlong(axis, gradient.shape[axis + 1]!, node.attrs));
  const shared = model.apply('Mul', [
    emitter.inOrder(gradient, IMAGES),
    model.floats(
      [rows, columns],
      shares[0]!.flatMap((a) => shares[1]!.map((b) => a * b)),
    ),
  ]);
  const border = padding.map((width, side) => size[side % 2]! - 1 - width);
  if (stride.every((step) => step === 1) && border.every((width) => width >= 0)) {
    // The mean over a window, borders included, of what has been divided already: a sum but for the factor.
    const mean = model.apply('AveragePool', [shared], {
      kernel_shape: size,
      pads: border,
      count_include_pad: 1,
    });
    return imagesOf(node, model.apply('Mul', [mean, model.scalar(size[0] * size[1])]));
  }
  const unreached = [0, 1].map((axis) => {
    const padded = image[axis]! + padding[axis]! + padding[axis + 2]!;
    return padded - ((gradient.shape[axis + 1]! - 1) * stride[axis]! + size[axis]!);
  });
  const ones = model.floats([1, 1, ...size], new Array<number>(size[0] * size[1]).fill(1));
  // One channel an image: a group for each channel would be as many small products.
  const planes = emitter.reshaped(shared, [batch * channels, 1, rows, columns]);
  const sums = model.apply('ConvTranspose', [planes, ones], {
    strides: stride,
    pads: padding,
    output_padding: unreached,
  });
  return imagesOf(node, emitter.reshaped(sums, [batch, channels, ...image]));
};

/** What one pixel gets of each window along an axis: the windows are rectangles, so rows and columns multiply. */
function sharesAlong(
  axis: number,
  windows: number,
  attrs: AvgPoolAttrs & { readonly image: readonly [number, number] },
): number[] {
  const { size, stride, padding, image, countIncludePad } = attrs;
  return Array.from({ length: windows }, (_, window) => {
    const start = window * stride[axis]! - padding[axis]!;
    const inside = Math.min(start + size[axis]!, image[axis]!) - Math.max(start, 0);
    return 1 / (countIncludePad ? size[axis]! : inside);
  });
}
