import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { borderClearer } from './border.ts';
import type { WeightView } from './pack-weights.ts';
import { imagesTogether, type Site } from './step.ts';
import type { Tensor } from './tensor.ts';
import type { WindowSource } from './window-source.ts';

/** A convolution in the engine's terms: forward, or the gradient of the images as one. */
export interface ConvPlan {
  readonly node: Node;
  readonly input: Node;
  readonly weight: Node;
  /** Whether it fetches the weights from the caller itself. */
  readonly fetches: boolean;
  readonly source: WindowSource;
  readonly kernel: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly groups: number;
  /** Channels of one group that go in and come out. */
  readonly ins: number;
  readonly outs: number;
  /** The weights of one group. */
  readonly weights: (group: number) => WeightView;
  /** Which pixels of the result it makes. */
  readonly pixels: PixelGrid;
}

/** Pixels at equal distances: the first row and column, from one to the next, and how many. */
export interface PixelGrid {
  readonly first: readonly [number, number];
  readonly step: readonly [number, number];
  readonly extent: readonly [number, number];
}

/** All pixels of a node's images. */
export const allPixels = ({ shape }: Node): PixelGrid => ({
  first: [0, 0],
  step: [1, 1],
  extent: [shape[1]!, shape[2]!],
});

/**
 * The tensors of a convolution in their places, the first pixel that it makes of an image, and what makes its input ready and
 * its output's border clean.
 */
export function openConv(plan: ConvPlan, site: Site, scratch: number, together: number) {
  const x = site.tensor(plan.input);
  const y = site.tensor(plan.node);
  const [row, column] = plan.pixels.first;
  const firstPixel = row * y.strides[1] + column * y.strides[2];
  return {
    y,
    outAt: (image: number) => y.imageAt(image) + firstPixel,
    clear: borderClearer(y, site.kernels),
    ...plan.source.prepare(site, x, scratch, together),
  };
}

/** The images of a convolution's batch, and how many it wants together. */
export function imagesOf({ node }: ConvPlan) {
  const batch = node.shape[0]!;
  return { batch, together: imagesTogether(batch, (4 * sizeOf(node.shape)) / batch) };
}

/** The window of a convolution and the grid of its results, in bytes. */
export function windowOf(plan: ConvPlan, y: Tensor) {
  const [, row, pixel] = plan.source.strides;
  const { extent, step } = plan.pixels;
  return {
    outHeight: extent[0],
    outWidth: extent[1],
    kernelY: plan.kernel[0],
    kernelX: plan.kernel[1],
    tapX: plan.dilation[1] * pixel,
    tapY: plan.dilation[0] * row,
    stepX: plan.stride[1] * pixel,
    stepY: plan.stride[0] * row,
    outX: step[1] * y.strides[2],
    outY: step[0] * y.strides[1],
  };
}
