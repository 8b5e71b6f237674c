import type { ConvAttrs, Node } from '../../graph/op.ts';
import { inputGradBorder } from '../grad-border.ts';
import type { Lowering } from './lowering.ts';
import { turned } from './matrix.ts';
import { sumAlong } from './reduce.ts';
import type { Tensor, Tensor4D, TensorFlow } from './tensorflow.ts';
import { framed, spaced, strided } from './window.ts';

type Correlation = Pick<ConvAttrs, 'stride' | 'dilation' | 'groups'>;

/** A convolution without padding, of what TensorFlow.js's own operations convolve. */
function correlate(x: Tensor4D, w: Tensor4D, attrs: Correlation, tf: TensorFlow): Tensor4D {
  const { groups } = attrs;
  if (groups === 1) return sumOfTaps(x, w, attrs, tf);
  if (w.shape[2] === 1) return depthwise(x, w, attrs, tf);
  const parts: Tensor4D[] = tf.split(x, groups, 3);
  const weights: Tensor4D[] = tf.split(w, groups, 3);
  return tf.concat(
    parts.map((part, g) => sumOfTaps(part, weights[g]!, attrs, tf)),
    3,
  );
}

/** One channel a group. */
function depthwise(x: Tensor4D, w: Tensor4D, attrs: Correlation, tf: TensorFlow): Tensor4D {
  const { groups } = attrs;
  const stride = [...attrs.stride] as [number, number];
  const dilation = [...attrs.dilation] as [number, number];
  if (stride.some((step) => step > 1) && dilation.some((step) => step > 1)) {
    // TensorFlow.js has one or the other.
    const dense = depthwise(x, w, { ...attrs, stride: [1, 1] }, tf);
    const extent = [1, 2].map((axis) => Math.ceil(dense.shape[axis]! / stride[axis - 1]!));
    return strided(dense, [0, 0], extent as [number, number], stride, tf);
  }
  const [kernelY, kernelX, , out] = w.shape;
  const each: Tensor4D = tf.reshape(w, [kernelY, kernelX, groups, out / groups]);
  return tf.depthwiseConv2d(x, each, stride, 'valid', 'NHWC', dilation);
}

/**
 * A convolution as the sum of its taps, each a product of matrices. The bindings add all terms of an element one after the other in
 * float32: added a tap at a time they are rounded as a sum in groups is, a third less in the activations of a deep network, and
 * what is nearly 0 comes out on the wrong side of a ReLU less often.
 */
function sumOfTaps(x: Tensor4D, w: Tensor4D, { stride, dilation }: Correlation, tf: TensorFlow): Tensor4D {
  const [kernelY, kernelX, ...channels] = w.shape;
  const extent = [kernelY, kernelX].map((size, axis) =>
    Math.ceil((x.shape[axis + 1]! - (size - 1) * dilation[axis]!) / stride[axis]!),
  ) as [number, number];
  let sum: Tensor4D | undefined;
  for (let row = 0; row < kernelY; row += 1) {
    for (let column = 0; column < kernelX; column += 1) {
      const before = sum;
      sum = tf.tidy(() => {
        const seen = strided(x, [row * dilation[0], column * dilation[1]], extent, stride, tf);
        const tap = tf.conv2d(seen, tf.slice(w, [row, column, 0, 0], [1, 1, ...channels]), 1, 'valid');
        return before === undefined ? tap : tf.add(before, tap);
      });
      before?.dispose();
    }
  }
  return sum!;
}

export const conv2d: Lowering<'conv2d'> = (node, [x, w], tf) =>
  correlate(framed(x!, node.attrs.padding, tf), w as Tensor4D, node.attrs, tf);

/** The convolution of the spaced gradient with the turned weights: the gradients of TensorFlow.js take no dilation. */
export const conv2dInputGrad: Lowering<'conv2dInputGrad'> = (node, [gradient, w], tf) => {
  const { stride, dilation, groups } = node.attrs;
  const [kernelY, kernelX, perGroup, out] = w!.shape as [number, number, number, number];
  const dense = spaced(gradient!, stride, tf);
  const split = tf.reshape(tf.reverse(w!, [0, 1]), [kernelY * kernelX, perGroup, groups, out / groups]);
  const turned = tf.reshape(tf.transpose(split, [0, 3, 2, 1]), [
    kernelY,
    kernelX,
    out / groups,
    groups * perGroup,
  ]) as Tensor4D;
  return correlate(
    framed(dense, inputGradBorder(node), tf),
    turned,
    { stride: [1, 1], dilation, groups },
    tf,
  );
};

/** By the binding's own kernel where it has one for this, and else for each tap the product of what it sees. */
export const conv2dWeightGrad: Lowering<'conv2dWeightGrad'> = (node, [x, gradient], tf) => {
  const { stride, dilation, padding, groups } = node.attrs;
  const images = framed(x!, padding, tf);
  const isPlain = groups === 1 && dilation.every((step) => step === 1);
  if (isPlain && tf.getKernel('Conv2DBackpropFilter', tf.getBackend()) !== undefined) {
    return tf.engine().runKernel(
      'Conv2DBackpropFilter',
      { x: images, dy: gradient! },
      {
        strides: [...stride],
        pad: 'valid',
        dataFormat: 'NHWC',
        filterShape: [...node.shape],
      },
    ) as Tensor;
  }
  return weightGradByTaps(node, images, gradient!, tf);
};

function weightGradByTaps(
  node: Node<'conv2dWeightGrad'>,
  images: Tensor,
  gradient: Tensor,
  tf: TensorFlow,
): Tensor {
  const { stride, dilation, groups } = node.attrs;
  const [, rows, columns, out] = gradient.shape as [number, number, number, number];
  const [kernelY, kernelX, perGroup] = node.shape as [number, number, number];
  const product = perGroup === 1 ? channelwise : groups === 1 ? whole : grouped;
  const taps = Array.from({ length: kernelY * kernelX }, (_, tap) =>
    tf.tidy(() => {
      const start = [Math.floor(tap / kernelX) * dilation[0], (tap % kernelX) * dilation[1]] as const;
      const seen = strided(images, start, [rows, columns], stride, tf);
      return tf.reshape(product(seen, gradient, groups, tf), [perGroup, out]);
    }),
  );
  return tf.reshape(tf.concat(taps, 0), [...node.shape]);
}

/** [in, out] of all channels with each other: a product an image, and their sum. */
function whole(seen: Tensor, gradient: Tensor, _: number, tf: TensorFlow): Tensor {
  const pixels = (x: Tensor) => tf.reshape(x, [x.shape[0]!, -1, x.shape[3]!]);
  return sumAlong(tf.matMul(turned(pixels(seen), tf), pixels(gradient)), [0], tf);
}

/** One channel a group: a sum of products. */
function channelwise(seen: Tensor, gradient: Tensor, groups: number, tf: TensorFlow): Tensor {
  const products = tf.mul(
    tf.reshape(seen, [-1, groups, 1]),
    tf.reshape(gradient, [-1, groups, gradient.shape[3]! / groups]),
  );
  return sumAlong(products, [0], tf);
}

/** A product of matrices a group. */
function grouped(seen: Tensor, gradient: Tensor, groups: number, tf: TensorFlow): Tensor {
  const perGroup = (x: Tensor) => tf.reshape(x, [-1, groups, x.shape[3]! / groups]);
  const products = tf.matMul(
    tf.transpose(perGroup(seen), [1, 2, 0]),
    tf.transpose(perGroup(gradient), [1, 0, 2]),
  );
  return tf.transpose(products, [1, 0, 2]);
}
