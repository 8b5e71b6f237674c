import type { Lowering } from './lowering.ts';

export const sum: Lowering<'sum'> = (node, [x], tf) => tf.sum(x!, [...node.attrs.axes]);

/** In two passes, as the mean of squares minus the squared mean would cancel. */
export const variance: Lowering<'variance'> = (node, [x], tf) => {
  const rows = tf.reshape(x!, [-1, node.shape[0]!]);
  return tf.mean(tf.square(tf.sub(rows, tf.mean(rows, 0))), 0);
};
