import type { Padding } from '../../graph/op.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';

export const NO_BORDER: Padding = [0, 0, 0, 0];

/** Any shape seen as images: [batch, rows, columns, channels], leading axes of 1 added or joined. */
export type Extents = readonly [number, number, number, number];

export function extentsOf(shape: Shape): Extents {
  const at = (fromEnd: number) => shape[shape.length - fromEnd] ?? 1;
  return [sizeOf(shape.slice(0, -3)), at(3), at(2), at(1)];
}

/** How a tensor lies in memory: float32, channels innermost, around each image a border of zeros for convolutions. */
export interface Layout {
  readonly extents: Extents;
  /** [top, left, bottom, right], in pixels. */
  readonly border: Padding;
  /** Bytes between neighbouring images, rows and pixels. */
  readonly strides: readonly [number, number, number];
  /** Bytes from the beginning of the buffer to the first element. */
  readonly origin: number;
  /** Bytes of the whole buffer. */
  readonly bytes: number;
}

export function layoutOf(shape: Shape, [top, left, bottom, right]: Padding = NO_BORDER): Layout {
  const extents = extentsOf(shape);
  const [batch, rows, columns, channels] = extents;
  const pixel = 4 * channels;
  const row = pixel * (left + columns + right);
  const image = row * (top + rows + bottom);
  return {
    extents,
    border: [top, left, bottom, right],
    strides: [image, row, pixel],
    origin: top * row + left * pixel,
    bytes: image * batch,
  };
}

export const hasBorder = ({ border }: Layout): boolean => border.some((width) => width > 0);

/** A tensor at its place in the engine's memory. */
export interface Tensor extends Layout {
  /** Address of the first element. */
  readonly base: number;
  /** Address of the buffer, border included. */
  readonly address: number;
}

export const placeAt = (layout: Layout, address: number): Tensor => {
  return { ...layout, address, base: address + layout.origin };
};
