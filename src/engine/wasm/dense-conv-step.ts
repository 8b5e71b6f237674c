import { convKernel } from './conv-kernel.ts';
import { type ConvPlan, imagesOf, openConv, windowOf } from './conv-plan.ts';
import { openWeights, type WeightForm, weightBytes } from './conv-weights.ts';
import { wantPack } from './pack-kernel.ts';
import { blocksOf, needsNoPacking, packedSize } from './pack-weights.ts';
import type { Step } from './step.ts';

/** A convolution over all channels of its groups, image by image, as products of blocks. */
export function denseStep(plan: ConvPlan): Step {
  const { source, kernel, ins, outs, groups } = plan;
  const taps = kernel[0] * kernel[1];
  const blocks = blocksOf(outs);
  const inPlace = needsNoPacking(plan.weights(0), [...kernel, ins], outs);
  const perGroup = blocks.reduce((total, block) => total + packedSize(taps, ins, block), 0);
  const bytes = inPlace ? 0 : 4 * perGroup * groups;
  const room = inPlace && plan.fetches ? weightBytes(plan.weight) : bytes;
  const images = imagesOf(plan);
  return {
    ...images,
    scratch: room + source.scratch(images.together),
    workspace: inPlace || !plan.fetches ? 0 : weightBytes(plan.weight),
    prepare(site, scratch) {
      const { y, outAt, clear, fill, imageAt } = openConv(plan, site, scratch + room, images.together);
      let packed = 0;
      const calls = Array.from({ length: groups }, (_, group) => {
        const view = plan.weights(group);
        return blocks.map((block) => {
          const { vectors } = block;
          const weightIn = inPlace ? 4 * view.in : 16 * vectors;
          const options = {
            ...windowOf(plan, y),
            ins,
            vectors,
            outs: block.outs,
            weightIn,
            blocks: 1,
            weightBlock: 0,
            weightY: 0,
            simd: site.simd,
          };
          const key = `conv ${JSON.stringify(options)}`;
          const kernel = site.kernels.want(key, () => convKernel(options));
          const first = 4 * (view.offset + block.first * view.out);
          const weights = inPlace ? first : packed;
          const pack = inPlace ? null : wantPack(site.kernels, view, [...plan.kernel, ins], block);
          packed += 4 * packedSize(taps, ins, block);
          return { kernel, pack, block, first, weights, group };
        });
      }).flat();
      const form: WeightForm | null = inPlace
        ? null
        : {
            key: `packed ${JSON.stringify([plan.weights(0), plan.kernel, ins, outs, groups])}`,
            bytes,
            make(from, to) {
              for (const { pack, first, weights } of calls) pack!.run(from + first, to + weights);
            },
          };
      const weightsOf = openWeights(plan, site, form, scratch);
      let weightsAt = 0;
      return {
        begin(feed) {
          weightsAt = weightsOf(feed);
        },
        images(first, count) {
          fill(first, count);
          clear(first, count);
          for (let n = first; n < first + count; n += 1) {
            const image = imageAt(n);
            const result = outAt(n);
            for (let i = 0; i < calls.length; i += 1) {
              const { kernel, weights, group, block } = calls[i]!;
              kernel.run(
                image + 4 * group * ins,
                weightsAt + weights,
                result + 4 * (group * outs + block.first),
              );
            }
          }
        },
        end() {},
      };
    },
  };
}
