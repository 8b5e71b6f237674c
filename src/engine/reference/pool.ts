import type { PoolAttrs } from '../../graph/op.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import type { Kernel } from './kernel.ts';

/**
 * Visits each window of each channel: the offset of its value in the pooled tensor, and the offsets of its pixels in the
 * images (padding left out).
 */
function forEachWindow(
  image: Shape,
  pooled: Shape,
  { size, stride, padding }: PoolAttrs,
  visit: (value: number, pixels: readonly number[]) => void,
): void {
  const [batch, height, width, channels] = image as [number, number, number, number];
  const [, outHeight, outWidth] = pooled as [number, number, number, number];
  for (let n = 0; n < batch; n += 1) {
    for (let oy = 0; oy < outHeight; oy += 1) {
      for (let ox = 0; ox < outWidth; ox += 1) {
        for (let c = 0; c < channels; c += 1) {
          const pixels: number[] = [];
          for (let ky = 0; ky < size[0]; ky += 1) {
            for (let kx = 0; kx < size[1]; kx += 1) {
              const iy = oy * stride[0] + ky - padding[0];
              const ix = ox * stride[1] + kx - padding[1];
              if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
              pixels.push(((n * height + iy) * width + ix) * channels + c);
            }
          }
          visit(((n * outHeight + oy) * outWidth + ox) * channels + c, pixels);
        }
      }
    }
  }
}

export const avgPool: Kernel<'avgPool'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  const { size, countIncludePad } = node.attrs;
  forEachWindow(node.inputs[0]!.shape, node.shape, node.attrs, (value, pixels) => {
    const divisor = countIncludePad ? size[0] * size[1] : pixels.length;
    for (const pixel of pixels) out[value]! += x![pixel]! / divisor;
  });
  return out;
};

export const avgPoolGrad: Kernel<'avgPoolGrad'> = (node, [gradient]) => {
  const out = zeros(sizeOf(node.shape));
  const { size, countIncludePad } = node.attrs;
  forEachWindow(node.shape, node.inputs[0]!.shape, node.attrs, (value, pixels) => {
    const divisor = countIncludePad ? size[0] * size[1] : pixels.length;
    for (const pixel of pixels) out[pixel]! += gradient![value]! / divisor;
  });
  return out;
};

/** The first pixel that holds the window's maximum; a NaN counts as the largest, as in PyTorch. */
function peak(x: Float64Array, pixels: readonly number[]): number {
  let best = pixels[0]!;
  for (const pixel of pixels)
    if (x[pixel]! > x[best]! || (Number.isNaN(x[pixel]) && !Number.isNaN(x[best]))) best = pixel;
  return best;
}

export const maxPoolGather: Kernel<'maxPoolGather'> = (node, [x, values]) => {
  const out = zeros(sizeOf(node.shape));
  forEachWindow(node.inputs[0]!.shape, node.shape, node.attrs, (value, pixels) => {
    out[value] = values![peak(x!, pixels)]!;
  });
  return out;
};

export const maxPool: Kernel<'maxPool'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  forEachWindow(node.inputs[0]!.shape, node.shape, node.attrs, (value, pixels) => {
    out[value] = x![peak(x!, pixels)]!;
  });
  return out;
};

export const maxPoolGrad: Kernel<'maxPoolGrad'> = (node, [x, gradient]) => {
  const out = zeros(sizeOf(node.shape));
  forEachWindow(node.shape, node.inputs[1]!.shape, node.attrs, (value, pixels) => {
    out[peak(x!, pixels)]! += gradient![value]!;
  });
  return out;
};
