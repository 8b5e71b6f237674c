import { sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import type { Kernel } from './kernel.ts';
import { forEachOffset, strideAlong } from './movement.ts';

export const sum: Kernel<'sum'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  const { shape } = node.inputs[0]!;
  const { axes } = node.attrs;
  // Along the last axes or the first ones, as mostly, without working out where each element goes.
  if (axes.every((axis) => axis >= node.shape.length)) {
    const length = x!.length / out.length;
    for (let o = 0; o < out.length; o += 1) {
      for (let i = o * length; i < (o + 1) * length; i += 1) out[o]! += x![i]!;
    }
    return out;
  }
  if (axes.every((axis) => axis < axes.length)) {
    for (let start = 0; start < x!.length; start += out.length) {
      for (let i = 0; i < out.length; i += 1) out[i]! += x![start + i]!;
    }
    return out;
  }
  let i = 0;
  forEachOffset(shape, strideAlong(shape, axes), (offset) => {
    out[offset]! += x![i]!;
    i += 1;
  });
  return out;
};

export const cumsum: Kernel<'cumsum'> = (node, [x]) => {
  const out = x!.slice();
  const image = out.length / node.shape[0]!;
  if (node.attrs.reverse) for (let i = out.length - image - 1; i >= 0; i -= 1) out[i]! += out[i + image]!;
  else for (let i = image; i < out.length; i += 1) out[i]! += out[i - image]!;
  return out;
};

export const variance: Kernel<'variance'> = ({ shape }, [x]) => meanProduct(shape[0]!, x!, x!);

export const covariance: Kernel<'covariance'> = ({ shape }, [a, b]) => meanProduct(shape[0]!, a!, b!);

/** The mean product of what two tensors are more than their means, for each channel. */
function meanProduct(channels: number, a: Float64Array, b: Float64Array): Float64Array {
  const rows = a.length / channels;
  const meanOf = (x: Float64Array) => {
    const mean = zeros(channels);
    for (let i = 0; i < x.length; i += 1) mean[i % channels]! += x[i]! / rows;
    return mean;
  };
  const meanA = meanOf(a);
  const meanB = a === b ? meanA : meanOf(b);
  const out = zeros(channels);
  for (let i = 0; i < a.length; i += 1) {
    const c = i % channels;
    out[c]! += ((a[i]! - meanA[c]!) * (b[i]! - meanB[c]!)) / rows;
  }
  return out;
}
