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

/** In two passes, as the mean of squares minus the squared mean would cancel. */
export const variance: Lowering<'variance'> = (node, [x], tf) => {
  const axes = x!.shape.slice(0, -1).map((_, axis) => axis);
  const rows = x!.size / node.shape[0]!;
  const mean = (values: Tensor) => tf.div(sumAlong(values, axes, tf), rows);
  return mean(tf.square(tf.sub(x!, mean(x!))));
};
