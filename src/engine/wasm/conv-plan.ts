import type { Node } from '../../graph/op.ts';
import { borderClearer } from './border.ts';
import type { WeightView } from './pack-weights.ts';
import type { Site } from './step.ts';
import type { WindowSource } from './window-source.ts';

/** A convolution in the engine's terms: forward, or the gradient of the images as one. */
export interface ConvPlan {
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

/** The tensors of a convolution in their places, and what makes its input ready and its output's border clean. */
export function openConv(plan: ConvPlan, site: Site, scratch: number) {
  const x = site.tensor(plan.input);
  const y = site.tensor(plan.node);
  const weightAt = site.tensor(plan.weight).base / 4;
  return { x, y, weightAt, clear: borderClearer(y, site.kernels), ...plan.source.prepare(site, x, scratch) };
}
