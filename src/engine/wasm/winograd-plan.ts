import type { SquareStrides } from './winograd-kernel.ts';
import type { WinogradForm } from './winograd-transforms.ts';

/** How the tiles of images are brought through Winograd's transforms. */
export interface WinogradPlan {
  readonly form: WinogradForm;
  /** Products for each pair of channels. */
  readonly points: number;
  readonly tileRows: number;
  readonly tileColumns: number;
  /** Images that are worked on together, and their tiles. */
  readonly images: number;
  readonly tiles: number;
}

/** Bytes that the transformed tiles of a group of images may take: a third of a second-level cache. */
const GROUP_BYTES = 320 * 1024;
/** Fewer tiles than this are not worth the transform of the weights. */
const LEAST_TILES = 32;
/** Bytes between the planes of two points: not a power of two, which would send all of them to the same cache lines. */
export const planeBytes = (tiles: number, channels: number): number => 4 * tiles * channels + 64;

/** Where the squares of an image lie, which begin a tile apart. `strides` of images, rows and pixels, in bytes. */
export function imageSquares(tile: number, [, row, pixel]: readonly [number, number, number]): SquareStrides {
  return { down: tile * row, across: tile * pixel, row, column: pixel };
}

/** Where the squares of points lie: [point, tile, channel], a plane for each point. */
export function pointSquares({ form, tileColumns, tiles }: WinogradPlan, channels: number): SquareStrides {
  const plane = planeBytes(tiles, channels);
  const across = 4 * channels;
  return { down: across * tileColumns, across, row: form.span * plane, column: plane };
}

/** The plan for 3 x 3 convolutions of these extents, or null where they do not fit or would not gain. */
export function winogradPlan(
  form: WinogradForm,
  kernel: readonly [number, number],
  stride: readonly [number, number],
  dilation: readonly [number, number],
  groups: number,
  [batch, height, width]: readonly [number, number, number],
  ins: number,
  outs: number,
): WinogradPlan | null {
  const square = kernel[0] === 3 && kernel[1] === 3 && groups === 1;
  const dense = [...stride, ...dilation].every((step) => step === 1);
  const whole = height % form.tile === 0 && width % form.tile === 0 && ins % 4 === 0 && outs % 4 === 0;
  if (!square || !dense || !whole || Math.min(ins, outs) < form.leastChannels) return null;
  const [tileRows, tileColumns] = [height / form.tile, width / form.tile];
  const perImage = tileRows * tileColumns;
  const points = form.span * form.span;
  if (batch * perImage < LEAST_TILES) return null;
  const most = GROUP_BYTES / (4 * points * (ins + outs));
  let images = Math.max(1, Math.min(batch, Math.floor(Math.min(most, 64) / perImage)));
  while (batch % images !== 0) images -= 1;
  return { form, points, tileRows, tileColumns, images, tiles: images * perImage };
}
