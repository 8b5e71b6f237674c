import type { Node } from '../../graph/op.ts';
import type { ConvPlan } from './conv-plan.ts';
import { denseStep } from './dense-conv-step.ts';
import type { Step } from './step.ts';
import { type Residue, residuesOf } from './strided-grad.ts';
import type { Layout } from './tensor.ts';
import { type WindowSource, windowSource } from './window-source.ts';

/**
 * The gradient of a strided convolution's images. Pixels that the same taps read, a stride apart, get theirs by a dense
 * convolution with those taps; spread out by the stride, the gradient would be zeros for the most part.
 */
export function stridedGradStep(node: Node<'conv2dInputGrad'>, layouts: (node: Node) => Layout): Step {
  const [down, across] = residuesOf(node);
  const pairs = down.flatMap((row) => across.map((column) => [row, column] as const));
  const read = pairs.filter(([row, column]) => row.taps > 0 && column.taps > 0);
  const steps = read.map(([row, column]) => denseStep(planOf(node, layouts, row, column)));
  // Pixels that no tap reads have no gradient, and no step writes them.
  const unread = read.length < pairs.length;
  return {
    batch: node.shape[0]!,
    together: steps[0]!.together,
    scratch: steps.reduce((total, step) => total + step.scratch, 0),
    prepare(site, scratch) {
      let at = scratch;
      const passes = steps.map((step) => {
        const pass = step.prepare(site, at);
        at += step.scratch;
        return pass;
      });
      const { origin, strides, imageAt } = site.tensor(node);
      return {
        begin(feed) {
          for (const pass of passes) pass.begin(feed);
        },
        images(first, count) {
          if (unread) {
            const start = (imageAt(first) - origin) / 4;
            site.memory.f32.fill(0, start, start + (count * strides[0]) / 4);
          }
          for (const pass of passes) pass.images(first, count);
        },
        end() {},
      };
    },
  };
}

/** The convolution that gives the pixels of one pair of residues. */
function planOf(
  node: Node<'conv2dInputGrad'>,
  layouts: (node: Node) => Layout,
  down: Residue,
  across: Residue,
): ConvPlan {
  const [input, weight] = node.inputs as [Node, Node];
  const [, kernelX, perGroup, allOuts] = weight.shape as [number, number, number, number];
  const { stride, groups } = node.attrs;
  const outs = allOuts / groups;
  const tap = perGroup * allOuts;
  return {
    node,
    input,
    weight,
    fetches: false,
    source: gradientSource(layouts(input), down, across),
    kernel: [down.taps, across.taps],
    dilation: [1, 1],
    stride: [1, 1],
    groups,
    ins: outs,
    outs: perGroup,
    weights: (group) => ({
      offset: (down.lastTap * kernelX + across.lastTap) * tap + group * outs,
      row: -stride[0] * kernelX * tap,
      column: -stride[1] * tap,
      in: 1,
      out: allOuts,
    }),
    pixels: {
      first: [down.first, across.first],
      step: stride,
      extent: [down.extent, across.extent],
    },
  };
}

/** The gradient as the taps of a pair slide over it; where they begin inside it, from there. */
function gradientSource(layout: Layout, down: Residue, across: Residue): WindowSource {
  const border = [down.before, across.before, down.after, across.after].map((width) => Math.max(0, width));
  const source = windowSource(layout, border as [number, number, number, number]);
  const skipped =
    Math.max(0, -down.before) * source.strides[1] + Math.max(0, -across.before) * source.strides[2];
  return {
    ...source,
    prepare(site, tensor, scratch, images) {
      const { imageAt, fill } = source.prepare(site, tensor, scratch, images);
      return { imageAt: (image) => imageAt(image) + skipped, fill };
    },
  };
}
