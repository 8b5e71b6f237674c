import type { ConvAttrs } from '../../graph/op.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import type { Kernel } from './kernel.ts';

/** The channels that one group of a convolution connects. */
interface Group {
  readonly firstIn: number;
  readonly ins: number;
  readonly firstOut: number;
  readonly outs: number;
  /** Distance between the weights of neighbouring input channels: all output channels. */
  readonly stride: number;
}

/**
 * Visits each pair of an output pixel and an image pixel that a weight connects, in each group, with offsets into
 * images, weights and output. The convolution and its two adjoints are the same sum of x * w * y, each solved for one.
 */
function forEachTap(
  image: Shape,
  weight: Shape,
  output: Shape,
  attrs: ConvAttrs,
  visit: (x: number, w: number, y: number, group: Group) => void,
): void {
  const [batch, height, width, channels] = image as [number, number, number, number];
  const [kernelY, kernelX, ins, stride] = weight as [number, number, number, number];
  const [, outHeight, outWidth] = output as [number, number, number, number];
  const outs = stride / attrs.groups;
  const groups = Array.from({ length: attrs.groups }, (_, g): Group => {
    return { firstIn: g * ins, ins, firstOut: g * outs, outs, stride };
  });
  for (let n = 0; n < batch; n += 1) {
    for (let oy = 0; oy < outHeight; oy += 1) {
      for (let ox = 0; ox < outWidth; ox += 1) {
        const y = ((n * outHeight + oy) * outWidth + ox) * stride;
        for (let ky = 0; ky < kernelY; ky += 1) {
          const iy = oy * attrs.stride[0] + ky * attrs.dilation[0] - attrs.padding[0];
          if (iy < 0 || iy >= height) continue;
          for (let kx = 0; kx < kernelX; kx += 1) {
            const ix = ox * attrs.stride[1] + kx * attrs.dilation[1] - attrs.padding[1];
            if (ix < 0 || ix >= width) continue;
            const x = ((n * height + iy) * width + ix) * channels;
            const w = (ky * kernelX + kx) * ins * stride;
            for (const group of groups)
              visit(x + group.firstIn, w + group.firstOut, y + group.firstOut, group);
          }
        }
      }
    }
  }
}

export const conv2d: Kernel<'conv2d'> = (node, [x, w]) => {
  const [image, weight] = node.inputs.map((input) => input.shape) as [Shape, Shape];
  const out = zeros(sizeOf(node.shape));
  forEachTap(image, weight, node.shape, node.attrs, (ix, iw, iy, { ins, outs, stride }) => {
    for (let i = 0; i < ins; i += 1) {
      for (let o = 0; o < outs; o += 1) out[iy + o]! += x![ix + i]! * w![iw + i * stride + o]!;
    }
  });
  return out;
};

export const conv2dInputGrad: Kernel<'conv2dInputGrad'> = (node, [y, w]) => {
  const [output, weight] = node.inputs.map((input) => input.shape) as [Shape, Shape];
  const out = zeros(sizeOf(node.shape));
  forEachTap(node.shape, weight, output, node.attrs, (ix, iw, iy, { ins, outs, stride }) => {
    for (let i = 0; i < ins; i += 1) {
      for (let o = 0; o < outs; o += 1) out[ix + i]! += y![iy + o]! * w![iw + i * stride + o]!;
    }
  });
  return out;
};

export const conv2dWeightGrad: Kernel<'conv2dWeightGrad'> = (node, [x, y]) => {
  const [image, output] = node.inputs.map((input) => input.shape) as [Shape, Shape];
  const out = zeros(sizeOf(node.shape));
  forEachTap(image, node.shape, output, node.attrs, (ix, iw, iy, { ins, outs, stride }) => {
    for (let i = 0; i < ins; i += 1) {
      for (let o = 0; o < outs; o += 1) out[iw + i * stride + o]! += x![ix + i]! * y![iy + o]!;
    }
  });
  return out;
};
