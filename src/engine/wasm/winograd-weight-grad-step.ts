import type { Node } from '../../graph/op.ts';
import { weightGradKernel } from './conv-weight-grad-kernel.ts';
import { blocksOf } from './pack-weights.ts';
import type { Step } from './step.ts';
import type { Layout } from './tensor.ts';
import { windowSource } from './window-source.ts';
import { SQUARE_SCRATCH, wantSquares } from './winograd-kernel.ts';
import { imageSquares, planeBytes, pointSquares, type WinogradPlan } from './winograd-plan.ts';
import { windowPoints } from './winograd-points.ts';
import { GRADIENT, TURNED_WEIGHT_GRADIENT } from './winograd-transforms.ts';

/**
 * The weight gradient of a dense 3 x 3 convolution that keeps the images' size, by the adjoint of Winograd's transforms. Images and
 * gradients play each other's part: windows slide over the gradient, as they do for the gradient of the images, which so has the
 * same points; the taps come out turned around.
 */
export function winogradWeightGradStep(
  node: Node<'conv2dWeightGrad'>,
  layouts: (node: Node) => Layout,
  winograd: WinogradPlan,
): Step {
  const { form, points, tileRows, tileColumns, images, tiles } = winograd;
  const { tile, span } = form;
  const [input, gradient] = node.inputs as [Node, Node];
  const [, , ins, outs] = node.shape as [number, number, number, number];
  const source = windowSource(layouts(gradient), [1, 1, 1, 1]);
  const planeIn = planeBytes(tiles, ins);
  const sumBytes = 4 * points * ins * outs;
  const perImage = tileRows * tileColumns;
  return {
    batch: input.shape[0]!,
    together: images,
    scratch: sumBytes + source.scratch(images),
    workspace: SQUARE_SCRATCH + points * planeIn,
    prepare(site, sumsAt) {
      const squareAt = site.workspace;
      const inAt = squareAt + SQUARE_SCRATCH;
      const x = site.tensor(input);
      const result = site.tensor(node);
      const { fill, imageAt } = source.prepare(site, site.tensor(gradient), sumsAt + sumBytes, images);
      const windows = windowPoints(site, winograd, gradient, source.strides, imageAt);
      const toPoints = wantSquares(
        site,
        `${form.name} gradient`,
        {
          rows: tileRows,
          columns: tileColumns,
          vectors: ins / 4,
          from: tile,
          to: span,
          input: imageSquares(tile, x.strides),
          output: pointSquares(winograd, ins),
        },
        GRADIENT,
      );
      const plane = 4 * ins * outs;
      const back = wantSquares(
        site,
        `${form.name} weightGradient`,
        {
          rows: 1,
          columns: ins,
          vectors: outs / 4,
          from: span,
          to: 3,
          input: { down: 0, across: 4 * outs, row: span * plane, column: plane },
          output: { down: 0, across: 4 * outs, row: 3 * plane, column: plane },
        },
        TURNED_WEIGHT_GRADIENT,
      );
      // Points are the tap rows of a window of one column.
      const products = blocksOf(outs).map((block) => {
        const options = {
          outHeight: 1,
          outWidth: tiles,
          kernelY: points,
          kernelX: 1,
          ins,
          vectors: block.vectors,
          tapX: 0,
          tapY: planeIn,
          stepX: 4 * ins,
          stepY: 0,
          gradX: 4 * outs,
          gradY: 0,
          gradTapY: planeBytes(tiles, outs),
          weightIn: 4 * outs,
          sumOfSums: true,
          simd: site.simd,
        };
        const key = `weightGrad ${JSON.stringify(options)}`;
        return { kernel: site.kernels.want(key, () => weightGradKernel(options)), first: 4 * block.first };
      });
      return {
        begin() {
          site.memory.f32.fill(0, sumsAt / 4, (sumsAt + sumBytes) / 4);
        },
        images(from, count) {
          fill(from, count);
          for (let first = from; first < from + count; first += images) {
            const gradAt = windows.fill(first);
            for (let i = 0; i < images; i += 1) {
              toPoints.run(x.imageAt(first + i), inAt + 4 * ins * perImage * i, squareAt);
            }
            for (const { kernel, first: channel } of products)
              kernel.run(inAt, gradAt + channel, sumsAt + channel);
          }
        },
        end() {
          back.run(sumsAt, result.base, squareAt);
        },
      };
    },
  };
}
