import { ln } from '../src/elementary/ln.ts';
import { type NetworkMode, TRAINING } from '../src/graph/network-mode.ts';
import type { Node } from '../src/graph/op.ts';
import { abs } from '../src/graph/ops/abs.ts';
import { add } from '../src/graph/ops/add.ts';
import { negate, scale } from '../src/graph/ops/scale.ts';
import { mean, sum } from '../src/graph/ops/sum.ts';
import { variance } from '../src/graph/ops/variance.ts';
import { sizeOf } from '../src/graph/shape.ts';
import type { ProxyDefinition } from './proxy.ts';

/** Size of the perturbation. */
const GAMMA = 0.01;
/** PyTorch's weight of a new batch in the running variance of a batch norm. */
const MOMENTUM = 0.1;

/**
 * Zen-Score: ln of how far the last feature map moves when the images move by a hundredth of a second noise, plus, for
 * each batch norm, ln of the deviation that it has divided by. Weights and images are standard normal, whatever the
 * checkpoint and the batch. The deviations are those of the running variance after both forward passes, as in NASLib.
 */
export const zen: ProxyDefinition = {
  name: 'zen',
  title: 'Zen-Score',
  better: 'higher',
  cost: 'two forward passes',
  cite: 'Lin et al., ICCV 2021 (as in NASLib: one repeat, residual links kept)',
  minBatch: 1,
  lacks: ({ norms }) =>
    norms.length === 0 ? 'the network has no batch norm, which the score is defined through' : undefined,
  build(q) {
    const images = q.noise('images');
    const moved = add(images, scale(q.noise('perturbation'), GAMMA));
    const mode: NetworkMode = { ...TRAINING, init: 'gaussian' };
    const [at, beside] = [q.networkOn(images, mode), q.networkOn(moved, mode)];
    const distance = abs(add(at.features, negate(beside.features)));
    const outputs: Record<string, Node> = { distance: scale(sum(distance), 1 / q.shape.batch) };
    at.norms.forEach((norm, i) => {
      const rows = sizeOf(norm.shape) / norm.shape.at(-1)!;
      const unbiased = (x: Node) => scale(mean(variance(x)), rows / (rows - 1));
      const twice = add(scale(unbiased(norm), 1 - MOMENTUM), unbiased(beside.norms[i]!));
      outputs[`norm${i}`] = scale(twice, MOMENTUM);
    });
    return outputs;
  },
  finish({ distance, ...norms }) {
    let score = ln(distance![0]!);
    for (const seen of Object.values(norms)) score += ln((1 - MOMENTUM) ** 2 + seen[0]!) / 2;
    return score;
  },
};
