import { ln } from '../src/elementary/ln.ts';
import { differentiate, pushForward } from '../src/graph/differentiate.ts';
import { ancestors } from '../src/graph/graph.ts';
import type { Network } from '../src/graph/network.ts';
import { FLOW } from '../src/graph/network-mode.ts';
import type { Node } from '../src/graph/op.ts';
import { abs } from '../src/graph/ops/abs.ts';
import { addAll } from '../src/graph/ops/add.ts';
import { log } from '../src/graph/ops/log.ts';
import { mul } from '../src/graph/ops/mul.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { type ProxyDefinition, scalarProxy } from './proxy.ts';

/**
 * SynFlow: ln of the sum of |w dR/dw|, R being the sum of the logits of an image of ones through the network with
 * absolute weights and without batch norm. All is positive and R is linear in each layer, so the sum is the derivative
 * of R along the weights themselves: one forward sweep of the image with its derivative beside it, no backward pass, and at first
 * without the image's middle, which is like its surroundings (see {@link NetworkBuilder.cropped}). Each
 * cell's output is divided by its sum and the logarithms are added up, since the raw value passes 1e34 in a network of usual
 * size. A network that is not linear in each layer, with gates or smooth activations, is taken by the definition itself, with
 * a backward pass.
 */
export const synflow: ProxyDefinition = {
  name: 'synflow',
  title: 'SynFlow (ln)',
  better: 'higher',
  cost: 'two forward passes of one image',
  cite: 'Tanaka et al., NeurIPS 2020; Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build(q) {
    const dual = q.networkOn(q.onesAtRest(), { ...FLOW, rescale: true, dual: true, uniform: true });
    if (isByPairs(dual)) return outputsOf(dual, sum(dual.tangent!));
    const network = q.networkOn(q.ones(), { ...FLOW, rescale: true });
    if (!network.homogeneous) return { derivative: totalSaliency(network) };
    const seeds = new Map(network.layers.map(({ weight }) => [weight, weight]));
    return outputsOf(network, pushForward([sum(network.logits)], seeds)[0]!);
  },
  finish({ derivative, ...scales }) {
    const logs = Object.values(scales).map((scale) => ln(scale[0]!));
    // Nothing passes: the network's output does not depend on what lies before the cut.
    if (logs.includes(Number.NEGATIVE_INFINITY)) return Number.NEGATIVE_INFINITY;
    // More than the engine's numbers hold, which divided away all that follows.
    if (logs.includes(Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
    return logs.reduce((total, scale) => total + scale, ln(derivative![0]!));
  },
};

/**
 * Whether a network does of both images alike what it does of one. Through a max pool a derivative goes its own way, that of
 * the largest value; and a file's network may put the images side by side with something else.
 */
function isByPairs({ homogeneous, layers, logits }: Network): boolean {
  const isByImage = layers.every(({ input: { shape } }) => shape[0] === 2 && shape.length % 2 === 0);
  return homogeneous && isByImage && ancestors([logits]).every(({ op }) => op !== 'maxPool');
}

const outputsOf = ({ scales }: Network, derivative: Node): Record<string, Node> => ({
  derivative,
  ...Object.fromEntries(scales.map((node, i) => [`scale${i}`, node])),
});

/** SynFlow with the batch norms kept, in training mode on the one image. */
export const synflowBn: ProxyDefinition = scalarProxy({
  name: 'synflow_bn',
  title: 'SynFlow with batch norm (ln)',
  better: 'higher',
  cost: 'one forward and one backward pass of one image',
  cite: 'Abdelfattah et al., ICLR 2021 (synflow_bn)',
  minBatch: 1,
  lacks: ({ norms }) =>
    norms.length === 0 ? 'the network has no batch norm to keep: synflow is the same' : undefined,
  build(q) {
    const network = q.networkOn(q.ones(), { ...FLOW, batchNorm: 'train' });
    return log(totalSaliency(network));
  },
});

/** Sum of |w dR/dw|, R being the sum of the logits, by a backward pass. */
function totalSaliency({ layers, logits }: Network): Node {
  const weights = layers.map(({ weight }) => weight);
  // The derivative with respect to |w|; its sign is not that with respect to w, but only its size counts.
  const gradients = differentiate(sum(logits), weights);
  const terms = weights.flatMap((weight) => {
    const gradient = gradients.get(weight);
    return gradient ? sum(abs(mul(weight, gradient))) : [];
  });
  return terms.length > 0 ? addAll(terms) : logits.graph.constant(0);
}
