import type { Node } from '../../graph/op.ts';
import type { Site } from './step.ts';
import { wantSquares } from './winograd-kernel.ts';
import { imageSquares, planeBytes, pointSquares, type WinogradPlan } from './winograd-plan.ts';

/** The windows of images that overlap, brought to their points: [point, tile, channel], a plane for each point. */
export interface WindowPoints {
  /** Brings the plan's number of images from this one on to their points, unless another pass has; gives their address. */
  fill(first: number): number;
}

/**
 * Prepares the points of a tensor's windows. Passes of one phase that slide the same windows over a tensor, such as the gradients
 * of a convolution's images and of its weights, share them.
 * @param node the tensor
 * @param strides of the windows' images, rows and pixels, in bytes
 * @param imageAt the address of the first window of an image
 */
export function windowPoints(
  site: Site,
  plan: WinogradPlan,
  node: Node,
  strides: readonly [number, number, number],
  imageAt: (image: number) => number,
): WindowPoints {
  const { form, points, tileRows, tileColumns, images, tiles } = plan;
  const { tile, span } = form;
  const channels = node.shape.at(-1)!;
  const extents = {
    rows: tileRows,
    columns: tileColumns,
    vectors: channels / 4,
    from: span,
    to: span,
    input: imageSquares(tile, strides),
    output: pointSquares(plan, channels),
  };
  const kernel = wantSquares(site, `${form.name} image`, extents, form.image);
  const bytes = points * planeBytes(tiles, channels);
  const key = `${form.name} ${images} ${imageAt(0)} ${strides}`;
  const { at, isFirst } = site.shared(node, key, (bytes * site.group) / images);
  const perImage = 4 * channels * tileRows * tileColumns;
  return {
    fill(first) {
      const to = at + (bytes * (first % site.group)) / images;
      for (let i = 0; isFirst && i < images; i += 1) {
        kernel.run(imageAt(first + i), to + perImage * i, site.workspace);
      }
      return to;
    },
  };
}
