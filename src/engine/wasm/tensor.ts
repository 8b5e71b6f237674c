import type { Padding } from '../../graph/op.ts';
import { type Shape, sameShape } from '../../graph/shape.ts';

export const NO_BORDER: Padding = [0, 0, 0, 0];

/** Any shape seen as images: [batch, rows, columns, channels], leading axes of 1 added or joined. */
export type Extents = readonly [number, number, number, number];

export function extentsOf(shape: Shape): Extents {
  const rank = shape.length;
  let images = 1;
  for (let axis = 0; axis < rank - 3; axis += 1) images *= shape[axis]!;
  return [images, shape[rank - 3] ?? 1, shape[rank - 2] ?? 1, shape[rank - 1] ?? 1];
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

export function layoutOf(shape: Shape, border: Padding = NO_BORDER): Layout {
  const extents = extentsOf(shape);
  const [batch, rows, columns, channels] = extents;
  const [top, left, bottom, right] = border;
  const pixel = 4 * channels;
  const row = pixel * (left + columns + right);
  const image = row * (top + rows + bottom);
  return {
    extents,
    border,
    strides: [image, row, pixel],
    origin: top * row + left * pixel,
    bytes: image * batch,
  };
}

/** Whether each element of one lies where it does of the other, counted from the beginning of the buffer. */
export const sameLayout = (a: Layout, b: Layout): boolean =>
  sameShape(a.extents, b.extents) && sameShape(a.border, b.border);

export const hasBorder = ({ border }: Layout): boolean =>
  border[0] > 0 || border[1] > 0 || border[2] > 0 || border[3] > 0;

/** A tensor at its place in the engine's memory. */
export interface Tensor extends Layout {
  /** Address of the first element. */
  readonly base: number;
  /** Address of the buffer, border included. */
  readonly address: number;
  /** Images that have a place at a time: the batch, or fewer, where the next ones take the places of those before. */
  readonly held: number;
  /** Address of the first element of an image. */
  imageAt(image: number): number;
}

/** A tensor that another plan has made or will read: it lies elsewhere at each run. */
export interface Guest extends Tensor {
  moveTo(address: number): void;
}

export function placeAt(layout: Layout, address: number, held = layout.extents[0]): Guest {
  const { extents, border, strides, origin } = layout;
  const place = {
    extents,
    border,
    strides,
    origin,
    bytes: held * strides[0],
    address,
    base: address + origin,
    held,
    imageAt: (image: number) => place.base + (image % held) * strides[0],
    moveTo(to: number) {
      place.address = to;
      place.base = to + origin;
    },
  };
  return place;
}
