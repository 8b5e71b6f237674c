import { sizeOf } from '../../graph/shape.ts';
import type { Lowering } from './lowering.ts';
import { groupSize, sumAlong } from './reduce.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

/** The last two axes exchanged: the wasm binding multiplies matrices that are to be transposed ten times as slowly. */
export function turned(x: Tensor, tf: TensorFlow): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** Terms of a product that are added one after the other; more are added in groups, and then the groups. */
const IN_A_ROW = 256;

/** The product of two matrices, of which many terms of an element are rounded as those of a sum are. */
function product(a: Tensor, b: Tensor, tf: TensorFlow): Tensor {
  const [rows, inner] = a.shape as [number, number];
  const group = groupSize(inner);
  if (inner <= IN_A_ROW || group === 1) return tf.matMul(a, b);
  const parts = tf.matMul(
    tf.transpose(tf.reshape(a, [rows, inner / group, group]), [1, 0, 2]),
    tf.reshape(b, [inner / group, group, b.shape[1]!]),
  );
  return sumAlong(parts, [0], tf);
}

export const matmul: Lowering<'matmul'> = (node, [a, b], tf) => {
  const { transposeA, transposeB } = node.attrs;
  const [left, right] = [transposeA ? turned(a!, tf) : a!, transposeB ? turned(b!, tf) : b!];
  return node.shape.length === 2 ? product(left, right, tf) : tf.matMul(left, right);
};

export const logSoftmax: Lowering<'logSoftmax'> = (_, [x], tf) => {
  const below = tf.sub(x!, tf.max(x!, 1, true));
  return tf.sub(below, tf.log(tf.sum(tf.exp(below), 1, true)));
};

/** With patterns of 1 and -1, the product of two samples is what agrees minus what does not; both together are all. */
export const agreement: Lowering<'agreement'> = (node, [x], tf) => {
  const batch = node.shape[0]!;
  const size = sizeOf(x!.shape) / batch;
  const active = tf.cast(tf.greater(tf.reshape(x!, [batch, size]), 0), 'float32');
  const pattern = tf.sub(tf.mul(active, 2), 1);
  return tf.mul(tf.add(tf.matMul(pattern, turned(pattern, tf)), size), 0.5);
};
