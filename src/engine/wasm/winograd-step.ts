import { convKernel } from './conv-kernel.ts';
import { type ConvPlan, openConv } from './conv-plan.ts';
import { openWeights, type WeightForm, weightBytes } from './conv-weights.ts';
import { wantPack } from './pack-kernel.ts';
import { type Block, blocksOf, needsNoPacking, packedSize, WIDEST } from './pack-weights.ts';
import type { Step } from './step.ts';
import { SQUARE_SCRATCH, wantSquares } from './winograd-kernel.ts';
import { imageSquares, planeBytes, pointSquares, type WinogradPlan } from './winograd-plan.ts';
import { windowPoints } from './winograd-points.ts';

/** A dense 3 x 3 convolution by Winograd's transforms: tiles and weights to their points, products, and back. */
export function winogradStep(plan: ConvPlan, winograd: WinogradPlan): Step {
  const { form: winogradForm, points, tileRows, tileColumns, images, tiles } = winograd;
  const { tile, span } = winogradForm;
  const { source, ins, outs } = plan;
  const blocks = blocksOf(outs);
  const inPlace = needsNoPacking(plan.weights(0), [3, 3, ins], outs);
  const packedBytes = inPlace ? 0 : 4 * blocks.reduce((total, block) => total + packedSize(9, ins, block), 0);
  const staged = plan.fetches ? weightBytes(plan.weight) : 0;
  const weightPlane = ({ vectors }: Block) => planeBytes(ins, 4 * vectors);
  const pointBytes = points * blocks.reduce((total, block) => total + weightPlane(block), 0);
  const planeIn = planeBytes(tiles, ins);
  const planeOut = planeBytes(tiles, outs);
  return {
    batch: plan.node.shape[0]!,
    together: images,
    scratch: pointBytes + source.scratch(images),
    workspace: SQUARE_SCRATCH + Math.max(staged + packedBytes, points * planeOut),
    prepare(site, pointsAt) {
      const squareAt = site.workspace;
      const outAt = squareAt + SQUARE_SCRATCH;
      const packedAt = outAt + staged;
      const { y, clear, fill, imageAt } = openConv(plan, site, pointsAt + pointBytes, images);
      const windows = windowPoints(site, winograd, plan.input, source.strides, imageAt);
      const fromPoints = wantSquares(
        site,
        `${winogradForm.name} output`,
        {
          rows: tileRows,
          columns: tileColumns,
          vectors: outs / 4,
          from: span,
          to: tile,
          input: pointSquares(winograd, outs),
          output: imageSquares(tile, y.strides),
        },
        winogradForm.output,
      );
      // Blocks before another one are full.
      const [widest] = blocks as [Block];
      const pointsOf = (i: number) => i * points * weightPlane(widest);
      const transforms = blocks.map((block, i) => {
        const width = 16 * block.vectors;
        const across = inPlace ? 4 * outs : width;
        const plane = weightPlane(block);
        const toPoints = wantSquares(
          site,
          `${winogradForm.name} weights`,
          {
            rows: 1,
            columns: ins,
            vectors: block.vectors,
            from: 3,
            to: span,
            input: { down: 0, across, row: 3 * ins * across, column: ins * across },
            output: { down: 0, across: width, row: span * plane, column: plane },
          },
          winogradForm.weights,
        );
        const view = plan.weights(0);
        const first = 4 * (view.offset + block.first * view.out);
        const pack = inPlace ? null : wantPack(site.kernels, view, [3, 3, ins], block);
        const packed = packedAt + 4 * i * packedSize(9, ins, widest);
        return { pack, toPoints, first, packed, points: pointsOf(i) };
      });
      // Points are the rows of one product for each width of block: as many full blocks as there are, and what remains.
      const full = blocks.filter(({ outs: width }) => width === WIDEST);
      const products = [full, blocks.filter((block) => !full.includes(block))].flatMap((alike) => {
        const block = alike[0];
        if (!block) return [];
        const options = {
          outHeight: points,
          outWidth: tiles,
          kernelY: 1,
          kernelX: 1,
          ins,
          vectors: block.vectors,
          outs: block.outs,
          weightIn: 16 * block.vectors,
          blocks: alike.length,
          weightBlock: points * weightPlane(block),
          weightY: weightPlane(block),
          tapX: 4 * ins,
          tapY: 0,
          stepX: 4 * ins,
          stepY: planeIn,
          outX: 4 * outs,
          outY: planeOut,
          simd: site.simd,
        };
        const kernel = site.kernels.want(`conv ${JSON.stringify(options)}`, () => convKernel(options));
        return { kernel, first: 4 * block.first, points: pointsOf(blocks.indexOf(block)) };
      });
      const perImage = tileRows * tileColumns;
      const form: WeightForm = {
        key: `${winogradForm.name} ${JSON.stringify([plan.weights(0), ins, outs])}`,
        bytes: pointBytes,
        make(from, to) {
          for (const { pack, toPoints, first, packed, points } of transforms) {
            pack?.run(from + first, packed);
            toPoints.run(pack ? packed : from + first, to + points, squareAt);
          }
        },
      };
      const weightsOf = openWeights(plan, site, form, pointsAt, outAt);
      let weightsAt = 0;
      return {
        begin(feed) {
          weightsAt = weightsOf(feed);
        },
        images(from, count) {
          fill(from, count);
          clear(from, count);
          for (let first = from; first < from + count; first += images) {
            const inAt = windows.fill(first);
            for (const { kernel, first: channel, points } of products)
              kernel.run(inAt, weightsAt + points, outAt + channel);
            for (let i = 0; i < images; i += 1) {
              fromPoints.run(outAt + 4 * outs * perImage * i, y.imageAt(first + i), squareAt);
            }
          }
        },
        end() {},
      };
    },
  };
}
