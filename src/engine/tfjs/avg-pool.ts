import type { AvgPoolAttrs } from '../../graph/op.ts';
import { poolGradBorder } from '../grad-border.ts';
import type { Lowering } from './lowering.ts';
import type { Tensor, Tensor4D, TensorFlow } from './tensorflow.ts';
import { framed, spaced } from './window.ts';

/** Means over windows, borders included. */
function means(
  x: Tensor4D,
  size: readonly [number, number],
  stride: readonly [number, number],
  tf: TensorFlow,
): Tensor {
  return tf.avgPool(x, [...size], [...stride], 'valid');
}

/** What a mean over a whole window must be multiplied by: [rows, columns, 1], its size over the pixels that count. */
function corrections(
  extent: readonly [number, number],
  image: readonly [number, number],
  { size, stride, padding, countIncludePad }: AvgPoolAttrs,
  tf: TensorFlow,
): Tensor {
  const along = [0, 1].map((axis) =>
    Array.from({ length: extent[axis]! }, (_, window) => {
      const start = window * stride[axis]! - padding[axis]!;
      const inside = Math.min(start + size[axis]!, image[axis]!) - Math.max(start, 0);
      return countIncludePad ? 1 : size[axis]! / inside;
    }),
  );
  const values = along[0]!.flatMap((row) => along[1]!.map((column) => row * column));
  return tf.tensor(Float32Array.from(values), [...extent, 1]);
}

const hasBorder = ({ padding }: AvgPoolAttrs): boolean => padding.some((width) => width > 0);

export const avgPool: Lowering<'avgPool'> = (node, [x], tf) => {
  const { attrs } = node;
  const [, height, width] = x!.shape as [number, number, number];
  const pooled = means(framed(x!, attrs.padding, tf), attrs.size, attrs.stride, tf);
  if (attrs.countIncludePad || !hasBorder(attrs)) return pooled;
  return tf.mul(pooled, corrections([node.shape[1]!, node.shape[2]!], [height, width], attrs, tf));
};

/** Each pixel gets the sum, over the windows that see it, of their shares: a mean of the spaced gradient, times its size. */
export const avgPoolGrad: Lowering<'avgPoolGrad'> = (node, [gradient], tf) => {
  const { attrs } = node;
  const { size, stride, image } = attrs;
  const [, rows, columns] = gradient!.shape as [number, number, number];
  const shares =
    attrs.countIncludePad || !hasBorder(attrs)
      ? gradient!
      : tf.mul(gradient!, corrections([rows, columns], image, attrs, tf));
  const dense = spaced(shares, stride, tf);
  // A share is a window's gradient over its size, which the mean divides by.
  return means(framed(dense, poolGradBorder(node), tf), size, [1, 1], tf);
};
