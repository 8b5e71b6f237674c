import { type ConvPlan, imagesOf, openConv, windowOf } from './conv-plan.ts';
import { depthwiseKernel, paddedChannels } from './depthwise-kernel.ts';
import type { Step } from './step.ts';

/** A convolution of each channel by itself. */
export function depthwiseStep(plan: ConvPlan): Step {
  const { source, kernel, groups } = plan;
  const width = paddedChannels(groups);
  const taps = kernel[0] * kernel[1];
  const packedBytes = 4 * taps * width;
  return {
    ...imagesOf(plan),
    scratch: packedBytes + source.scratch,
    prepare(site, scratch) {
      const { y, out, weightAt, clear, fill, base } = openConv(plan, site, scratch + packedBytes);
      const options = { ...windowOf(plan, y), channels: groups };
      const key = `depthwise ${JSON.stringify(options)}`;
      site.kernels.want(key, () => depthwiseKernel(options));
      const first = plan.weights(0);
      const channel = groups > 1 ? plan.weights(1).offset - first.offset : 0;
      return {
        begin() {
          const memory = site.memory.f32;
          for (let tap = 0; tap < taps; tap += 1) {
            const row = Math.floor(tap / kernel[1]) * first.row + (tap % kernel[1]) * first.column;
            for (let c = 0; c < width; c += 1) {
              const at = weightAt + first.offset + row + c * channel;
              memory[scratch / 4 + tap * width + c] = c < groups ? memory[at]! : 0;
            }
          }
        },
        images(first, count) {
          fill(first, count);
          clear(first, count);
          const run = site.kernels.get(key);
          for (let n = first; n < first + count; n += 1) {
            run(base + n * source.strides[0], scratch, out + n * y.strides[0]);
          }
        },
        end() {},
      };
    },
  };
}
