import type { ConvAttrs, Padding, PoolAttrs } from '../op.ts';
import { GraphError } from '../shape.ts';

interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Padding;
  readonly dilation?: readonly [number, number];
}

/** Height and width that a sliding window leaves, rounded down. */
export function windowExtent(height: number, width: number, window: Window): readonly [number, number] {
  const [top, left, bottom, right] = window.padding;
  const [dilationY, dilationX] = window.dilation ?? [1, 1];
  const spanY = (window.kernel[0] - 1) * dilationY + 1;
  const spanX = (window.kernel[1] - 1) * dilationX + 1;
  const outHeight = Math.floor((height + top + bottom - spanY) / window.stride[0]) + 1;
  const outWidth = Math.floor((width + left + right - spanX) / window.stride[1]) + 1;
  if (outHeight > 0 && outWidth > 0) return [outHeight, outWidth];
  throw new GraphError(`a window of ${spanY} x ${spanX} does not fit into ${height} x ${width} pixels`);
}

/** Options of a square convolution window, in the terms of PyTorch. */
export interface ConvOptions {
  readonly stride?: number;
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
}

export function convAttrs({ stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvOptions): ConvAttrs {
  return {
    stride: [stride, stride],
    padding: [padding, padding, padding, padding],
    dilation: [dilation, dilation],
    groups,
  };
}

/** Options of a square pooling window. */
export interface PoolOptions {
  readonly size: number;
  readonly stride: number;
  readonly padding?: number;
}

export function poolAttrs({ size, stride, padding = 0 }: PoolOptions): PoolAttrs {
  if (2 * padding > size)
    throw new GraphError(`pool padding ${padding} is more than half of the window ${size}`);
  return { size: [size, size], stride: [stride, stride], padding: [padding, padding, padding, padding] };
}
