import type { Node } from '../../graph/op.ts';
import { inputGradBorder } from '../grad-border.ts';
import { allPixels, type ConvPlan } from './conv-plan.ts';
import { denseStep } from './dense-conv-step.ts';
import { depthwiseStep } from './depthwise-conv-step.ts';
import type { Step } from './step.ts';
import { hasResidues } from './strided-grad.ts';
import { stridedGradStep } from './strided-grad-step.ts';
import type { Layout } from './tensor.ts';
import { windowSource } from './window-source.ts';
import { winogradPlan } from './winograd-plan.ts';
import { winogradStep } from './winograd-step.ts';
import { FOUR, TWO, type WinogradForm } from './winograd-transforms.ts';

/**
 * The forward pass. Where no ReLU's side hangs on it (`decides`), small roundings do no harm, and Winograd's larger tiles
 * may save products; elsewhere they would turn ReLUs over, and the smaller tiles, which round as little as none, do.
 * `fetches`: it takes its weights from the caller.
 */
export function convStep(
  node: Node<'conv2d'>,
  layouts: (node: Node) => Layout,
  decides: boolean,
  fetches: boolean,
): Step {
  const [input, weight] = node.inputs as [Node, Node];
  const [kernelY, kernelX, ins, allOuts] = weight.shape as [number, number, number, number];
  const { stride, dilation, padding, groups } = node.attrs;
  const outs = allOuts / groups;
  const plan: ConvPlan = {
    node,
    input,
    weight,
    fetches,
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
    pixels: allPixels(node),
  };
  const extents = [node.shape[0]!, node.shape[1]!, node.shape[2]!] as const;
  const by = (form: WinogradForm) =>
    winogradPlan(form, plan.kernel, stride, dilation, groups, extents, ins, outs);
  const winograd = (decides ? null : by(FOUR)) ?? by(TWO);
  return winograd ? winogradStep(plan, winograd) : stepOf(plan);
}

/**
 * The gradient of the images: a convolution of the gradient with the weights turned around. A stride leaves several of them,
 * each for some of the pixels, or (depthwise, or with dilation) one of the gradient spread out.
 */
export function convInputGradStep(node: Node<'conv2dInputGrad'>, layouts: (node: Node) => Layout): Step {
  if (hasResidues(node)) return stridedGradStep(node, layouts);
  const [input, weight] = node.inputs as [Node, Node];
  const [kernelY, kernelX, perGroup, allOuts] = weight.shape as [number, number, number, number];
  const { stride, dilation, groups } = node.attrs;
  const outs = allOuts / groups;
  const column = perGroup * allOuts;
  const plan: ConvPlan = {
    node,
    input,
    weight,
    fetches: false,
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
    pixels: allPixels(node),
  };
  const { image } = node.attrs;
  const extents = [input.shape[0]!, ...image] as const;
  const winograd = winogradPlan(FOUR, plan.kernel, stride, dilation, groups, extents, outs, perGroup);
  return winograd ? winogradStep(plan, winograd) : stepOf(plan);
}

const stepOf = (plan: ConvPlan): Step =>
  plan.ins === 1 && plan.outs === 1 && plan.groups > 1 ? depthwiseStep(plan) : denseStep(plan);
