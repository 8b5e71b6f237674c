import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { weightGradKernel } from './conv-weight-grad-kernel.ts';
import { depthwiseWeightGradKernel, paddedChannels } from './depthwise-kernel.ts';
import type { Kernel } from './kernel-cache.ts';
import { blocksOf } from './pack-weights.ts';
import { imagesTogether, type Step } from './step.ts';
import type { Layout } from './tensor.ts';
import { windowSource } from './window-source.ts';
import { winogradPlan } from './winograd-plan.ts';
import { FOUR } from './winograd-transforms.ts';
import { winogradWeightGradStep } from './winograd-weight-grad-step.ts';

/**
 * The weight gradient of a convolution. It is added up in scratch memory, where output channels are rounded up to whole
 * vectors, group after group.
 */
export function convWeightGradStep(node: Node<'conv2dWeightGrad'>, layouts: (node: Node) => Layout): Step {
  const [input, gradient] = node.inputs as [Node, Node];
  const [kernelY, kernelX, ins, allOuts] = node.shape as [number, number, number, number];
  const { stride, dilation, padding, groups } = node.attrs;
  const outs = allOuts / groups;
  const extents = [input.shape[0]!, gradient.shape[1]!, gradient.shape[2]!] as const;
  const winograd = winogradPlan(FOUR, [kernelY, kernelX], stride, dilation, groups, extents, ins, outs);
  if (winograd && padding.every((width) => width === 1))
    return winogradWeightGradStep(node, layouts, winograd);
  const source = windowSource(layouts(input), padding);
  const depthwise = ins === 1 && outs === 1 && groups > 1;
  const width = paddedChannels(depthwise ? groups : outs);
  const taps = kernelY * kernelX;
  const perGroup = taps * ins * width;
  const totalSize = depthwise ? taps * width : perGroup * groups;
  const [, outHeight, outWidth] = gradient.shape as [number, number, number, number];
  const [, row, pixel] = source.strides;
  const window = {
    outHeight,
    outWidth,
    kernelY,
    kernelX,
    tapX: dilation[1] * pixel,
    tapY: dilation[0] * row,
    stepX: stride[1] * pixel,
    stepY: stride[0] * row,
  };
  const batch = input.shape[0]!;
  const together = imagesTogether(batch, (4 * sizeOf(input.shape)) / batch);
  return {
    batch,
    together,
    scratch: 4 * totalSize + source.scratch(together),
    prepare(site, scratch) {
      const x = site.tensor(input);
      const g = site.tensor(gradient);
      const result = site.tensor(node);
      const { imageAt, fill } = source.prepare(site, x, scratch + 4 * totalSize, together);
      const [, gradY, gradX] = g.strides;
      const calls: { kernel: Kernel; image: number; grad: number; weights: number }[] = [];
      if (depthwise) {
        const options = { ...window, channels: groups, outX: gradX, outY: gradY };
        const key = `depthwiseWeightGrad ${JSON.stringify(options)}`;
        const kernel = site.kernels.want(key, () => depthwiseWeightGradKernel(options));
        calls.push({ kernel, image: 0, grad: 0, weights: scratch });
      } else {
        for (let group = 0; group < groups; group += 1) {
          for (const block of blocksOf(outs)) {
            const options = {
              ...window,
              ins,
              vectors: block.vectors,
              gradX,
              gradY,
              gradTapY: 0,
              weightIn: 4 * width,
              sumOfSums: false,
              simd: site.simd,
            };
            const key = `weightGrad ${JSON.stringify(options)}`;
            const kernel = site.kernels.want(key, () => weightGradKernel(options));
            calls.push({
              kernel,
              image: 4 * group * ins,
              grad: 4 * (group * outs + block.first),
              weights: scratch + 4 * (group * perGroup + block.first),
            });
          }
        }
      }
      return {
        begin() {
          site.memory.f32.fill(0, scratch / 4, scratch / 4 + totalSize);
        },
        images(first, count) {
          fill(first, count);
          for (let n = first; n < first + count; n += 1) {
            for (let i = 0; i < calls.length; i += 1) {
              const { kernel, image, grad, weights } = calls[i]!;
              // The depthwise kernel takes its weights second, as in the forward pass.
              const [second, third] = depthwise ? [weights, g.imageAt(n)] : [g.imageAt(n) + grad, weights];
              kernel.run(imageAt(n) + image, second, third);
            }
          }
        },
        end() {
          const memory = site.memory.f32;
          const rows = depthwise ? taps : taps * ins;
          for (let group = 0; group < (depthwise ? 1 : groups); group += 1) {
            const valid = depthwise ? groups : outs;
            for (let r = 0; r < rows; r += 1) {
              const from = scratch / 4 + group * perGroup + r * width;
              memory.copyWithin(result.base / 4 + r * allOuts + group * outs, from, from + valid);
            }
          }
        },
      };
    },
  };
}
