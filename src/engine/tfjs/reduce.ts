import type { Lowering } from './lowering.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

/** Numbers that are added one after the other, each rounded: more are added in groups, and then the groups. */
const IN_A_ROW = 64;

/** The sum along one axis, which is left out. The bindings add in float32 without any compensation. */
function along(x: Tensor, axis: number, tf: TensorFlow): Tensor {
  const extent = x.shape[axis]!;
  const group = groupSize(extent);
  if (extent <= IN_A_ROW || group === 1) return tf.sum(x, axis);
  const shape = [...x.shape.slice(0, axis), extent / group, group, ...x.shape.slice(axis + 1)];
  return along(along(tf.reshape(x, shape), axis + 1, tf), axis, tf);
}

/** How many of so many terms make a group: the largest divisor up to the root. */
export function groupSize(terms: number): number {
  let size = Math.ceil(Math.sqrt(terms));
  while (terms % size !== 0) size -= 1;
  return size;
}

/** The sum along these axes, one after the other, the last first. */
export function sumAlong(x: Tensor, axes: readonly number[], tf: TensorFlow): Tensor {
  return axes.toSorted((a, b) => b - a).reduce((rest, axis) => along(rest, axis, tf), x);
}

export const sum: Lowering<'sum'> = (node, [x], tf) => sumAlong(x!, node.attrs.axes, tf);

export const cumsum: Lowering<'cumsum'> = (node, [x], tf) => tf.cumsum(x!, 0, false, node.attrs.reverse);

export const variance: Lowering<'variance'> = (_, [x], tf) => meanProduct(x!, x!, tf);
export const covariance: Lowering<'covariance'> = (_, [a, b], tf) => meanProduct(a!, b!, tf);

/** Of what two tensors are more than their means: in two passes, as the mean of products minus the product of means would cancel. */
function meanProduct(a: Tensor, b: Tensor, tf: TensorFlow): Tensor {
  const axes = a.shape.slice(0, -1).map((_, axis) => axis);
  const rows = a.size / a.shape.at(-1)!;
  const mean = (values: Tensor) => tf.div(sumAlong(values, axes, tf), rows);
  const centred = (x: Tensor) => tf.sub(x, mean(x));
  return mean(a === b ? tf.square(centred(a)) : tf.mul(centred(a), centred(b)));
}
