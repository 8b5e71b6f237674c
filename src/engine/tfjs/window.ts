import type { Padding } from '../../graph/op.ts';
import type { Tensor, Tensor4D, TensorFlow } from './tensorflow.ts';

type Pair = readonly [number, number];

/** Images with a border of this width and value; a width below 0 cuts off. */
export function framed(x: Tensor, padding: Padding, tf: TensorFlow, value = 0): Tensor4D {
  const [top, left, bottom, right] = padding.map((width) => Math.max(width, 0)) as [
    number,
    number,
    number,
    number,
  ];
  let images = x as Tensor4D;
  if (padding.some((width) => width > 0)) {
    images = tf.pad(
      images,
      [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      value,
    );
  }
  if (padding.every((width) => width >= 0)) return images;
  const cut = padding.map((width) => Math.max(-width, 0)) as [number, number, number, number];
  const [batch, height, width, channels] = images.shape;
  const size: [number, number, number, number] = [
    batch,
    height - cut[0] - cut[2],
    width - cut[1] - cut[3],
    channels,
  ];
  return tf.slice(images, [0, cut[0], cut[1], 0], size);
}

/** The pixels that stride apart windows see at one place of theirs: `extent` rows and columns from `start` on. */
export function strided(x: Tensor, start: Pair, extent: Pair, stride: Pair, tf: TensorFlow): Tensor4D {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  if (extent[0] === height && extent[1] === width) return x as Tensor4D;
  const last = [0, 1].map((axis) => start[axis]! + (extent[axis]! - 1) * stride[axis]!);
  if (stride.every((step) => step === 1)) {
    return tf.slice(x as Tensor4D, [0, ...start, 0], [batch, ...extent, channels]);
  }
  return tf.stridedSlice(
    x,
    [0, ...start, 0],
    [batch, last[0]! + 1, last[1]! + 1, channels],
    [1, ...stride, 1],
  ) as Tensor4D;
}

/** Images with `stride - 1` rows and columns of zeros between any two: what a strided window's gradient is the dense one of. */
export function spaced(x: Tensor, stride: Pair, tf: TensorFlow): Tensor4D {
  if (stride.every((step) => step === 1)) return x as Tensor4D;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [down, across] = stride;
  // Along one axis at a time: tensors of up to four axes are what every binding pads.
  const rows = tf.pad(tf.reshape(x, [batch * height, 1, width, channels]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, 0],
  ]);
  const columns = tf.pad(tf.reshape(rows, [batch * height * down, width, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(columns, [batch, height * down, width * across, channels]) as Tensor4D;
  return framed(whole, [0, 0, 1 - down, 1 - across], tf);
}
