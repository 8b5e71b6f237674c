import type { Node } from '../../graph/op.ts';
import { borderClearer } from './border.ts';
import { inputGradBorder } from './conv-geometry.ts';
import { convKernel } from './conv-kernel.ts';
import { depthwiseKernel, paddedChannels } from './depthwise-kernel.ts';
import { blocksOf, packedSize, packWeights, type WeightView } from './pack-weights.ts';
import type { Site, Step } from './step.ts';
import type { Layout } from './tensor.ts';
import { type WindowSource, windowSource } from './window-source.ts';

/** A convolution in the engine's terms: forward, or the gradient of the images as one. */
interface ConvPlan {
  readonly node: Node;
  readonly input: Node;
  readonly weight: Node;
  readonly source: WindowSource;
  readonly kernel: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly groups: number;
  /** Channels of one group that go in and come out. */
  readonly ins: number;
  readonly outs: number;
  /** The weights of one group. */
  readonly weights: (group: number) => WeightView;
}

export function convStep(node: Node<'conv2d'>, layouts: (node: Node) => Layout): Step {
  const [input, weight] = node.inputs as [Node, Node];
  const [kernelY, kernelX, ins, allOuts] = weight.shape as [number, number, number, number];
  const { stride, dilation, padding, groups } = node.attrs;
  const outs = allOuts / groups;
  return stepOf({
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
  });
}

/** The gradient of the images: a convolution of the gradient, spread out by the stride, with the weights turned around. */
export function convInputGradStep(node: Node<'conv2dInputGrad'>, layouts: (node: Node) => Layout): Step {
  const [input, weight] = node.inputs as [Node, Node];
  const [kernelY, kernelX, perGroup, allOuts] = weight.shape as [number, number, number, number];
  const { stride, dilation, groups } = node.attrs;
  const outs = allOuts / groups;
  const column = perGroup * allOuts;
  return stepOf({
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
  });
}

const stepOf = (plan: ConvPlan): Step =>
  plan.ins === 1 && plan.outs === 1 && plan.groups > 1 ? depthwiseStep(plan) : denseStep(plan);

function denseStep(plan: ConvPlan): Step {
  const { source, kernel, ins, outs, groups } = plan;
  const taps = kernel[0] * kernel[1];
  const blocks = blocksOf(outs);
  const perGroup = blocks.reduce((total, block) => total + packedSize(taps, ins, block), 0);
  return {
    scratch: 4 * perGroup * groups + source.scratch,
    prepare(site, scratch) {
      const { x, y, weightAt, clear, fill, base } = open(plan, site, scratch + 4 * perGroup * groups);
      const calls = Array.from({ length: groups }, (_, group) => {
        let packed = scratch / 4 + group * perGroup;
        return blocks.map((block) => {
          const shape = { ...strideOptions(plan, y.strides), ins, vectors: block.vectors, outs: block.outs };
          const options = { ...shape, fused: site.fused };
          const key = `conv ${JSON.stringify(options)}`;
          site.kernels.want(key, () => convKernel(options));
          const call = { key, block, packed, group };
          packed += packedSize(taps, ins, block);
          return call;
        });
      }).flat();
      const [batch] = x.extents;
      return () => {
        fill();
        clear();
        for (const { block, packed, group } of calls) {
          const view = plan.weights(group);
          packWeights(
            site.memory.f32,
            { ...view, offset: view.offset + weightAt },
            [...kernel, ins],
            block,
            packed,
          );
        }
        const kernels = calls.map(({ key }) => site.kernels.get(key));
        for (let n = 0; n < batch; n += 1) {
          const image = base + n * source.strides[0];
          const out = y.base + n * y.strides[0];
          for (let i = 0; i < calls.length; i += 1) {
            const { packed, group, block } = calls[i]!;
            kernels[i]!(image + 4 * group * ins, 4 * packed, out + 4 * (group * outs + block.first));
          }
        }
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
    scratch: packedBytes + source.scratch,
    prepare(site, scratch) {
      const { x, y, weightAt, clear, fill, base } = open(plan, site, scratch + packedBytes);
      const options = { ...strideOptions(plan, y.strides), channels: groups };
      const key = `depthwise ${JSON.stringify(options)}`;
      site.kernels.want(key, () => depthwiseKernel(options));
      const first = plan.weights(0);
      const channel = groups > 1 ? plan.weights(1).offset - first.offset : 0;
      return () => {
        fill();
        clear();
        const memory = site.memory.f32;
        for (let tap = 0; tap < taps; tap += 1) {
          const row = Math.floor(tap / kernel[1]) * first.row + (tap % kernel[1]) * first.column;
          for (let c = 0; c < width; c += 1) {
            const at = weightAt + first.offset + row + c * channel;
            memory[scratch / 4 + tap * width + c] = c < groups ? memory[at]! : 0;
          }
        }
        const run = site.kernels.get(key);
        for (let n = 0; n < x.extents[0]; n += 1) {
          run(base + n * source.strides[0], scratch, y.base + n * y.strides[0]);
        }
      };
    },
  };
}

function open(plan: ConvPlan, site: Site, scratch: number) {
  const x = site.tensor(plan.input);
  const y = site.tensor(plan.node);
  const weightAt = site.tensor(plan.weight).base / 4;
  return { x, y, weightAt, clear: borderClearer(y, site.kernels), ...plan.source.prepare(site, x, scratch) };
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
