import { stretchedFrom } from '../../graph/ops/stretch.ts';
import type { Lowering } from './lowering.ts';

export const constant: Lowering<'constant'> = (node, _, tf) => tf.scalar(node.attrs.value);

export const detach: Lowering<'detach'> = (_, [x]) => x!;

export const reshape: Lowering<'reshape'> = (node, [x], tf) => tf.reshape(x!, [...node.shape]);

export const transpose: Lowering<'transpose'> = (node, [x], tf) => tf.transpose(x!, [...node.attrs.order]);

export const broadcast: Lowering<'broadcast'> = (node, [x], tf) => {
  const { extents, axes } = node.attrs;
  const kept = extents.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  return tf.tile(
    tf.reshape(x!, kept),
    extents.map((extent, axis) => extent / kept[axis]!),
  );
};

export const slice: Lowering<'slice'> = (node, [x], tf) => {
  const { axis, start } = node.attrs;
  const begin = node.shape.map((_, own) => (own === axis ? start : 0));
  return tf.slice(x!, begin, [...node.shape]);
};

export const pad: Lowering<'pad'> = (node, [x], tf) => {
  const { axis, before, after } = node.attrs;
  return tf.pad(
    x!,
    node.shape.map((_, own): [number, number] => (own === axis ? [before, after] : [0, 0])),
  );
};

export const concat: Lowering<'concat'> = (node, inputs, tf) => tf.concat([...inputs], node.attrs.axis);

export const stretch: Lowering<'stretch'> = (node, [x], tf) => {
  const [, rows, columns] = node.inputs[0]!.shape as [number, number, number];
  const [height, width] = node.attrs.image;
  return tf.gather(tf.gather(x!, stretchedFrom(rows, height), 1), stretchedFrom(columns, width), 2);
};
