import type { Padding, PoolAttrs } from '../../graph/op.ts';
import type { Lowering } from './lowering.ts';
import type { Tensor, Tensor4D, TensorFlow } from './tensorflow.ts';
import { framed, spaced, strided } from './window.ts';

type Pair = readonly [number, number];

/** The maxima of windows, and for each the tap that holds it. */
interface Peaks {
  readonly values: Tensor;
  readonly taps: Tensor;
}

/** What each tap of the windows sees, one after the other. */
function* seenBy(images: Tensor, pooled: Pair, { size, stride }: PoolAttrs, tf: TensorFlow) {
  for (let row = 0; row < size[0]; row += 1) {
    for (let column = 0; column < size[1]; column += 1) {
      yield strided(images, [row, column], pooled, stride, tf);
    }
  }
}

/** Where nothing is above -Infinity, the window's first pixel inside the image: [rows, columns, 1]. */
function firstInside(pooled: Pair, { size, stride, padding }: PoolAttrs, tf: TensorFlow): Tensor {
  const along = [0, 1].map((axis) =>
    Array.from({ length: pooled[axis]! }, (_, window) =>
      Math.max(padding[axis]! - window * stride[axis]!, 0),
    ),
  );
  const taps = along[0]!.flatMap((row) => along[1]!.map((column) => row * size[1] + column));
  return tf.tensor(Float32Array.from(taps), [...pooled, 1]);
}

/**
 * Goes through the taps one after the other. TensorFlow.js's own maxPool passes over NaN, which here counts as the
 * largest, and does not say which of equal maxima it takes, which here is the first.
 */
function peaksOf(x: Tensor, pooled: Pair, attrs: PoolAttrs, tf: TensorFlow): Peaks {
  const images = framed(x, attrs.padding, tf, Number.NEGATIVE_INFINITY);
  const shape = [x.shape[0]!, ...pooled, x.shape[3]!];
  let values: Tensor = tf.fill(shape, Number.NEGATIVE_INFINITY);
  let taps: Tensor = tf.add(firstInside(pooled, attrs, tf), tf.zeros(shape));
  let tap = 0;
  for (const seen of seenBy(images, pooled, attrs, tf)) {
    const isAbove = tf.logicalNot(tf.lessEqual(seen, values));
    const isBetter = tf.logicalAnd(isAbove, tf.equal(values, values));
    values = tf.where(isBetter, seen, values);
    taps = tf.where(isBetter, tf.fill(shape, tap), taps);
    tap += 1;
  }
  return { values, taps };
}

const extentOf = (x: Tensor): Pair => [x.shape[1]!, x.shape[2]!];

export const maxPool: Lowering<'maxPool'> = (node, [x], tf) =>
  peaksOf(x!, [node.shape[1]!, node.shape[2]!], node.attrs, tf).values;

export const maxPoolGather: Lowering<'maxPoolGather'> = (node, [x, source], tf) => {
  const pooled = [node.shape[1]!, node.shape[2]!] as const;
  const { taps } = peaksOf(x!, pooled, node.attrs, tf);
  let found: Tensor = tf.zeros(taps.shape);
  let tap = 0;
  for (const seen of seenBy(framed(source!, node.attrs.padding, tf), pooled, node.attrs, tf)) {
    found = tf.where(tf.equal(taps, tap), seen, found);
    tap += 1;
  }
  return found;
};

export const maxPoolGrad: Lowering<'maxPoolGrad'> = (node, [x, gradient], tf) => {
  const { size, stride, padding } = node.attrs;
  const { taps } = peaksOf(x!, extentOf(gradient!), node.attrs, tf);
  const none = tf.zerosLike(gradient!);
  const [height, width] = extentOf(x!);
  let total: Tensor4D | undefined;
  for (let row = 0; row < size[0]; row += 1) {
    for (let column = 0; column < size[1]; column += 1) {
      const own = tf.where(tf.equal(taps, row * size[1] + column), gradient!, none);
      const dense = spaced(own, stride, tf);
      const [top, left] = [row - padding[0], column - padding[1]];
      const pads: Padding = [top, left, height - dense.shape[1] - top, width - dense.shape[2] - left];
      const placed = framed(dense, pads, tf);
      total = total === undefined ? placed : tf.add(total, placed);
    }
  }
  return total!;
};
