import type { Network } from '../src/graph/network.ts';
import type { Node } from '../src/graph/op.ts';
import { sizeOf } from '../src/graph/shape.ts';
import type { Count } from './proxy.ts';

/** Elements of one sample of a tensor. */
const perSample = (node: Node): number => sizeOf(node.shape) / node.shape[0]!;

const total = (nodes: readonly Node[], of: (node: Node) => number): number =>
  nodes.reduce((sum, node) => sum + of(node), 0);

function macsOfNetwork({ layers }: Network): number {
  // Each weight is used once at each pixel of the output.
  return layers.reduce((sum, { output, weight }) => {
    return sum + sizeOf(weight.shape) * sizeOf(output.shape.slice(1, -1));
  }, 0);
}

/** Parameters of the whole network, batch norms and biases included. */
export const params: Count = {
  name: 'params',
  title: 'Parameters',
  better: 'higher',
  cost: 'the architecture alone',
  cite: 'the usual baseline',
  minBatch: 1,
  count: ({ parameters }) => parameters.reduce((sum, { node }) => sum + sizeOf(node.shape), 0),
};

/** Multiply-accumulates of the convolutions and linear layers, for one image. */
export const macs: Count = {
  name: 'macs',
  title: 'Multiply-accumulates',
  better: 'higher',
  cost: 'the architecture alone',
  cite: 'the usual baseline',
  minBatch: 1,
  count: macsOfNetwork,
};

/**
 * What NAS-Bench-Suite-Zero publishes as `flops`, times 10^6: multiply-accumulates counted once, two for each element
 * that is normalised, one for each ReLU, the window for each pooled value, and tensorwatch's count of the global pool.
 */
export const flops: Count = {
  name: 'flops',
  title: 'FLOPs (NAS-Bench-Suite-Zero)',
  better: 'higher',
  cost: 'the architecture alone',
  cite: 'Krishnakumar et al., NeurIPS 2022 (tensorwatch 0.9.1)',
  minBatch: 1,
  lacks: ({ features }) =>
    features.shape.length === 4
      ? undefined
      : 'the network has no global average pool, which the count includes',
  count(network) {
    const [, height, width, channels] = network.features.shape as [number, number, number, number];
    const window = (pool: Node) => {
      const { size } = (pool as Node<'avgPool'>).attrs;
      return perSample(pool) * size[0] * size[1];
    };
    return (
      macsOfNetwork(network) +
      2 * total(network.norms, perSample) +
      total(network.activations, perSample) +
      total(network.pools, window) +
      channels * (height + 1) * (width + 1)
    );
  },
};
