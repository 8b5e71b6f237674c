import { sizeOf } from '../../graph/shape.ts';
import type { Lowering } from './lowering.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

/** The last two axes exchanged: the wasm binding multiplies matrices that are to be transposed ten times as slowly. */
function turned(x: Tensor, tf: TensorFlow): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

export const matmul: Lowering<'matmul'> = (node, [a, b], tf) => {
  const { transposeA, transposeB } = node.attrs;
  return tf.matMul(transposeA ? turned(a!, tf) : a!, transposeB ? turned(b!, tf) : b!);
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
