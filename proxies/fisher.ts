import type { Node } from '../src/graph/op.ts';
import { addAll } from '../src/graph/ops/add.ts';
import { mul, square } from '../src/graph/ops/mul.ts';
import { scale } from '../src/graph/ops/scale.ts';
import { mean, sum } from '../src/graph/ops/sum.ts';
import { sizeOf } from '../src/graph/shape.ts';
import { scalarProxy } from './proxy.ts';
import type { Quantities } from './quantities.ts';

/** For each layer the sum over its channels of half the batch mean of (sum over pixels of a dL/da)^2. */
function layerSaliencies(q: Quantities, weightOf: (weight: Node) => number): Node {
  return addAll(
    q.network.layers.map(({ kind, weight, output }) => {
      const saliency = mul(output, q.lossGradient(output));
      const perSample = kind === 'conv' ? sum(saliency, [1, 2]) : saliency;
      return scale(sum(mean(square(perSample), [0])), 0.5 * weightOf(weight));
    }),
  );
}

/**
 * Fisher pruning, a being a layer's output. As the public suites total it, a channel counts once for each of its weights.
 */
export const fisher = scalarProxy({
  name: 'fisher',
  title: 'Fisher',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Turner et al., ICLR 2020; Abdelfattah et al., ICLR 2021 (their total)',
  minBatch: 1,
  build: (q) =>
    layerSaliencies(q, (weight) => {
      const outs = weight.shape.length === 4 ? weight.shape[3]! : weight.shape[0]!;
      return sizeOf(weight.shape) / outs;
    }),
});

/** The same with each channel counted once, as the pruning papers have it. */
export const fisherChannels = scalarProxy({
  name: 'fisher_channels',
  title: 'Fisher (channels)',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Theis et al., 2018; Turner et al., ICLR 2020',
  minBatch: 1,
  build: (q) => layerSaliencies(q, () => 1),
});
