import type { Node } from '../../graph/op.ts';
import { weightGradKernel } from './conv-weight-grad-kernel.ts';
import { blocksOf } from './pack-weights.ts';
import type { Step } from './step.ts';
import type { Layout } from './tensor.ts';
import { windowSource } from './window-source.ts';
import { SQUARE_SCRATCH, type SquaresKernel, squaresKernel } from './winograd-kernel.ts';
import { planeBytes, type WinogradPlan } from './winograd-plan.ts';
import { GRADIENT, type Transform, WEIGHT_GRADIENT } from './winograd-transforms.ts';

/**
 * The weight gradient of a dense 3 x 3 convolution by the adjoint of Winograd's transforms of 4 x 4 outputs: images and gradients to
 * points, their products added up over all tiles, and the sums back to 3 x 3.
 */
export function winogradWeightGradStep(
  node: Node<'conv2dWeightGrad'>,
  layouts: (node: Node) => Layout,
  { form, points, tileRows, tileColumns, images, tiles }: WinogradPlan,
): Step {
  const { tile, span } = form;
  const [input, gradient] = node.inputs as [Node, Node];
  const [, , ins, outs] = node.shape as [number, number, number, number];
  const source = windowSource(layouts(input), node.attrs.padding);
  const planeIn = planeBytes(tiles, ins);
  const planeGrad = planeBytes(tiles, outs);
  const sumBytes = 4 * points * ins * outs;
  const perImage = tileRows * tileColumns;
  return {
    batch: input.shape[0]!,
    together: images,
    scratch: sumBytes + points * (planeIn + planeGrad) + SQUARE_SCRATCH + source.scratch(images),
    prepare(site, scratch) {
      const inAt = scratch + sumBytes;
      const gradAt = inAt + points * planeIn;
      const squareAt = gradAt + points * planeGrad;
      const x = site.tensor(input);
      const g = site.tensor(gradient);
      const result = site.tensor(node);
      const { imageAt, fill } = source.prepare(site, x, squareAt + SQUARE_SCRATCH, images);
      const squares = (name: string, kernel: Omit<SquaresKernel, 'simd'>, transform: Transform) => {
        const options = { ...kernel, simd: site.simd };
        const key = `winograd ${form.name} ${name} ${JSON.stringify(options)}`;
        site.kernels.want(key, () => squaresKernel(options, transform));
        return key;
      };
      const toPoints = (
        channels: number,
        from: number,
        strides: readonly number[],
        plane: number,
      ): Omit<SquaresKernel, 'simd'> => ({
        rows: tileRows,
        columns: tileColumns,
        vectors: channels / 4,
        from,
        to: span,
        input: {
          down: tile * strides[1]!,
          across: tile * strides[2]!,
          row: strides[1]!,
          column: strides[2]!,
        },
        output: {
          down: 4 * channels * tileColumns,
          across: 4 * channels,
          row: span * plane,
          column: plane,
        },
      });
      const imageKey = squares('image', toPoints(ins, span, source.strides, planeIn), form.image);
      const gradKey = squares('gradient', toPoints(outs, tile, g.strides, planeGrad), GRADIENT);
      const plane = 4 * ins * outs;
      const backKey = squares(
        'weightGradient',
        {
          rows: 1,
          columns: ins,
          vectors: outs / 4,
          from: span,
          to: 3,
          input: { down: 0, across: 4 * outs, row: span * plane, column: plane },
          output: { down: 0, across: 4 * outs, row: 3 * plane, column: plane },
        },
        WEIGHT_GRADIENT,
      );
      // Points are the tap rows of a window of one column.
      const calls = blocksOf(outs).map((block) => {
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
          gradTapY: planeGrad,
          weightIn: 4 * outs,
          simd: site.simd,
        };
        const key = `weightGrad ${JSON.stringify(options)}`;
        site.kernels.want(key, () => weightGradKernel(options));
        return { key, first: 4 * block.first };
      });
      return {
        begin() {
          site.memory.f32.fill(0, scratch / 4, (scratch + sumBytes) / 4);
        },
        images(from, count) {
          fill(from, count);
          const imagePoints = site.kernels.get(imageKey);
          const gradPoints = site.kernels.get(gradKey);
          const products = calls.map(({ key }) => site.kernels.get(key));
          for (let first = from; first < from + count; first += images) {
            for (let i = 0; i < images; i += 1) {
              imagePoints(imageAt(first + i), inAt + 4 * ins * perImage * i, squareAt);
              gradPoints(g.imageAt(first + i), gradAt + 4 * outs * perImage * i, squareAt);
            }
            for (let c = 0; c < calls.length; c += 1) {
              products[c]!(inAt, gradAt + calls[c]!.first, scratch + calls[c]!.first);
            }
          }
        },
        end() {
          site.kernels.get(backKey)(scratch, result.base, squareAt);
        },
      };
    },
  };
}
