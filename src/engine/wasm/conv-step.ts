import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { inputGradBorder } from '../grad-border.ts';
import { convKernel } from './conv-kernel.ts';
import { type ConvPlan, openConv } from './conv-plan.ts';
import { depthwiseKernel, paddedChannels } from './depthwise-kernel.ts';
import { blocksOf, needsNoPacking, packedSize, packWeights } from './pack-weights.ts';
import { imagesTogether, type Step } from './step.ts';
import type { Layout } from './tensor.ts';
import { windowSource } from './window-source.ts';
import { winogradPlan } from './winograd-plan.ts';
import { winogradStep } from './winograd-step.ts';

/**
 * The forward pass. Where no ReLU's side hangs on it (`decides`), small roundings do no harm, and Winograd's transforms
 * may save products; elsewhere they would turn ReLUs over.
 */
export function convStep(node: Node<'conv2d'>, layouts: (node: Node) => Layout, decides: boolean): Step {
  const [input, weight] = node.inputs as [Node, Node];
  const [kernelY, kernelX, ins, allOuts] = weight.shape as [number, number, number, number];
  const { stride, dilation, padding, groups } = node.attrs;
  const outs = allOuts / groups;
  const plan: ConvPlan = {
    node,
    input,
    weight,
    source: windowSource(layouts(input), padding),
    kernel: [kernelY, kernelX],
    dilation,
    stride,
    groups,
    ins,
    outs,
    weights: (group) => ({
      offset: group * outs,
      row: kernelX * ins * allOuts,
      column: ins * allOuts,
      in: allOuts,
      out: 1,
    }),
  };
  const extents = [node.shape[0]!, node.shape[1]!, node.shape[2]!] as const;
  const winograd = decides ? null : winogradPlan(plan.kernel, stride, dilation, groups, extents, ins, outs);
  return winograd ? winogradStep(plan, winograd) : stepOf(plan);
}

/** The gradient of the images: a convolution of the gradient, spread out by the stride, with the weights turned around. */
export function convInputGradStep(node: Node<'conv2dInputGrad'>, layouts: (node: Node) => Layout): Step {
  const [input, weight] = node.inputs as [Node, Node];
  const [kernelY, kernelX, perGroup, allOuts] = weight.shape as [number, number, number, number];
  const { stride, dilation, groups } = node.attrs;
  const outs = allOuts / groups;
  const column = perGroup * allOuts;
  const plan: ConvPlan = {
    node,
    input,
    weight,
    source: windowSource(layouts(input), inputGradBorder(node), { spread: stride }),
    kernel: [kernelY, kernelX],
    dilation,
    stride: [1, 1],
    groups,
    ins: outs,
    outs: perGroup,
    weights: (group) => ({
      offset: (kernelY * kernelX - 1) * column + group * outs,
      row: -kernelX * column,
      column: -column,
      in: 1,
      out: allOuts,
    }),
  };
  const { image } = node.attrs;
  const extents = [input.shape[0]!, ...image] as const;
  const winograd = winogradPlan(plan.kernel, stride, dilation, groups, extents, outs, perGroup);
  return winograd ? winogradStep(plan, winograd) : stepOf(plan);
}

const stepOf = (plan: ConvPlan): Step =>
  plan.ins === 1 && plan.outs === 1 && plan.groups > 1 ? depthwiseStep(plan) : denseStep(plan);

function denseStep(plan: ConvPlan): Step {
  const { source, kernel, ins, outs, groups } = plan;
  const taps = kernel[0] * kernel[1];
  const blocks = blocksOf(outs);
  const inPlace = needsNoPacking(plan.weights(0), [...kernel, ins], outs);
  const perGroup = inPlace ? 0 : blocks.reduce((total, block) => total + packedSize(taps, ins, block), 0);
  return {
    ...imagesOf(plan),
    scratch: 4 * perGroup * groups + source.scratch,
    prepare(site, scratch) {
      const { y, weightAt, clear, fill, base } = openConv(plan, site, scratch + 4 * perGroup * groups);
      const calls = Array.from({ length: groups }, (_, group) => {
        const view = plan.weights(group);
        let packed = scratch / 4 + group * perGroup;
        return blocks.map((block) => {
          const { vectors } = block;
          const weightIn = inPlace ? 4 * view.in : 16 * vectors;
          const options = {
            ...strideOptions(plan, y.strides),
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
          site.kernels.want(key, () => convKernel(options));
          const weights = inPlace ? weightAt + view.offset + block.first : packed;
          if (!inPlace) packed += packedSize(taps, ins, block);
          return { key, block, weights, group };
        });
      }).flat();
      return {
        begin() {
          for (const { block, weights, group } of inPlace ? [] : calls) {
            const view = plan.weights(group);
            packWeights(
              site.memory.f32,
              { ...view, offset: view.offset + weightAt },
              [...kernel, ins],
              block,
              weights,
            );
          }
        },
        images(first, count) {
          fill(first, count);
          clear(first, count);
          const kernels = calls.map(({ key }) => site.kernels.get(key));
          for (let n = first; n < first + count; n += 1) {
            const image = base + n * source.strides[0];
            const out = y.base + n * y.strides[0];
            for (let i = 0; i < calls.length; i += 1) {
              const { weights, group, block } = calls[i]!;
              kernels[i]!(image + 4 * group * ins, 4 * weights, out + 4 * (group * outs + block.first));
            }
          }
        },
        end() {},
      };
    },
  };
}

function depthwiseStep(plan: ConvPlan): Step {
  const { source, kernel, groups } = plan;
  const width = paddedChannels(groups);
  const taps = kernel[0] * kernel[1];
  const packedBytes = 4 * taps * width;
  return {
    ...imagesOf(plan),
    scratch: packedBytes + source.scratch,
    prepare(site, scratch) {
      const { y, weightAt, clear, fill, base } = openConv(plan, site, scratch + packedBytes);
      const options = { ...strideOptions(plan, y.strides), channels: groups };
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
            run(base + n * source.strides[0], scratch, y.base + n * y.strides[0]);
          }
        },
        end() {},
      };
    },
  };
}

function imagesOf({ node }: ConvPlan) {
  const batch = node.shape[0]!;
  return { batch, together: imagesTogether(batch, (4 * sizeOf(node.shape)) / batch) };
}

function strideOptions(plan: ConvPlan, [, outY, outX]: readonly [number, number, number]) {
  const [, row, pixel] = plan.source.strides;
  const [, outHeight, outWidth] = plan.node.shape as [number, number, number];
  return {
    outHeight,
    outWidth,
    kernelY: plan.kernel[0],
    kernelX: plan.kernel[1],
    tapX: plan.dilation[1] * pixel,
    tapY: plan.dilation[0] * row,
    stepX: plan.stride[1] * pixel,
    stepY: plan.stride[0] * row,
    outX,
    outY,
  };
}
