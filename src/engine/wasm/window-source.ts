import type { Padding } from '../../graph/op.ts';
import { borderClearer } from './border.ts';
import { wantPlace } from './place-kernel.ts';
import type { Site } from './step.ts';
import { type Layout, layoutOf, placeAt, type Tensor } from './tensor.ts';

/** Factors for each row and each column of a tensor. */
export interface Scales {
  readonly rows: Float32Array;
  readonly columns: Float32Array;
}

/** Images as a window slides over them: the tensor itself where it has the border, else a copy that has it. */
export interface WindowSource {
  /** Bytes of the copy, which holds so many images at a time. */
  scratch(images: number): number;
  /** Bytes between images, rows and pixels. */
  readonly strides: readonly [number, number, number];
  prepare(site: Site, tensor: Tensor, scratch: number, images: number): Windows;
}

export interface Windows {
  /** The address of the first pixel of the first window of an image. */
  imageAt(image: number): number;
  /** Makes the copy of so many images. */
  fill(first: number, count: number): void;
}

interface Treatment {
  /** Pixels between neighbouring pixels of the tensor, for the gradients of strided windows: zeros between them. */
  readonly spread?: readonly [number, number];
  readonly scales?: Scales;
}

export function windowSource(
  layout: Layout,
  border: Padding,
  { spread = [1, 1], scales }: Treatment = {},
): WindowSource {
  const [, rows, columns, channels] = layout.extents;
  const plain = spread[0] === 1 && spread[1] === 1 && !scales;
  if (plain && border.every((width, side) => layout.border[side]! >= width)) {
    const offset = border[0] * layout.strides[1] + border[1] * layout.strides[2];
    return {
      scratch: () => 0,
      strides: layout.strides,
      prepare: (_, tensor) => ({ imageAt: (image) => tensor.imageAt(image) - offset, fill() {} }),
    };
  }
  const spreadRows = (rows - 1) * spread[0] + 1;
  const spreadColumns = (columns - 1) * spread[1] + 1;
  const copyLayout = layoutOf([layout.extents[0], spreadRows, spreadColumns, channels], border);
  const tables = 4 * (rows + columns);
  return {
    scratch: (images) => images * copyLayout.strides[0] + tables,
    strides: copyLayout.strides,
    prepare(site, tensor, scratch, images) {
      const copy = placeAt(copyLayout, scratch, images);
      const rowTable = scratch + copy.bytes;
      const place = wantPlace(site.kernels, {
        rows,
        columns,
        channels,
        fromX: tensor.strides[2],
        fromY: tensor.strides[1],
        toX: copy.strides[2] * spread[1],
        toY: copy.strides[1] * spread[0],
        scaled: scales !== undefined,
      });
      const sparse = spread[0] > 1 || spread[1] > 1;
      const clear = borderClearer(copy, site.kernels);
      return {
        imageAt: (image) => copy.imageAt(image) - copy.origin,
        fill(first, count) {
          // Later images are spread to the same places, with the same zeros between them.
          if (sparse && first < images) site.memory.f32.fill(0, scratch / 4, rowTable / 4);
          if (!sparse) clear(first, count);
          if (scales) {
            site.memory.f32.set(scales.rows, rowTable / 4);
            site.memory.f32.set(scales.columns, rowTable / 4 + rows);
          }
          for (let n = first; n < first + count; n += 1) {
            place.run(tensor.imageAt(n), copy.imageAt(n), rowTable, rowTable + 4 * rows);
          }
        },
      };
    },
  };
}
