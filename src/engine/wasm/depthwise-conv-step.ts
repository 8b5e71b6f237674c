import { type ConvPlan, imagesOf, openConv, windowOf } from './conv-plan.ts';
import { openWeights, type WeightForm, weightBytes } from './conv-weights.ts';
import { depthwiseKernel, paddedChannels } from './depthwise-kernel.ts';
import type { Step } from './step.ts';

/** A convolution of each channel by itself. */
export function depthwiseStep(plan: ConvPlan): Step {
  const { source, kernel, groups } = plan;
  const width = paddedChannels(groups);
  const taps = kernel[0] * kernel[1];
  const packedBytes = 4 * taps * width;
  const images = imagesOf(plan);
  return {
    ...images,
    scratch: packedBytes + source.scratch(images.together),
    workspace: plan.fetches ? weightBytes(plan.weight) : 0,
    prepare(site, scratch) {
      const copyAt = scratch + packedBytes;
      const { y, outAt, clear, fill, imageAt } = openConv(plan, site, copyAt, images.together);
      const options = { ...windowOf(plan, y), channels: groups };
      const key = `depthwise ${JSON.stringify(options)}`;
      const convolve = site.kernels.want(key, () => depthwiseKernel(options));
      const first = plan.weights(0);
      const channel = groups > 1 ? plan.weights(1).offset - first.offset : 0;
      const form: WeightForm = {
        key: `by channel ${JSON.stringify([first, channel, kernel, groups])}`,
        bytes: packedBytes,
        make(from, to) {
          const memory = site.memory.f32;
          for (let tap = 0; tap < taps; tap += 1) {
            const row = Math.floor(tap / kernel[1]) * first.row + (tap % kernel[1]) * first.column;
            for (let c = 0; c < width; c += 1) {
              const at = from / 4 + first.offset + row + c * channel;
              memory[to / 4 + tap * width + c] = c < groups ? memory[at]! : 0;
            }
          }
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
          for (let n = first; n < first + count; n += 1) convolve.run(imageAt(n), weightsAt, outAt(n));
        },
        end() {},
      };
    },
  };
}
