import type { Layer } from '../src/graph/network.ts';
import type { Node } from '../src/graph/op.ts';
import { addAll } from '../src/graph/ops/add.ts';
import { mul, square } from '../src/graph/ops/mul.ts';
import { scale } from '../src/graph/ops/scale.ts';
import { mean, sum } from '../src/graph/ops/sum.ts';
import { sizeOf } from '../src/graph/shape.ts';
import { scalarProxy } from './proxy.ts';
import type { Quantities } from './quantities.ts';

/** For each layer the sum over its channels of half the batch mean of (sum over pixels of a dL/da)^2. */
function layerSaliencies(q: Quantities, weightOf: (layer: Layer) => number): Node {
  return addAll(
    q.network.layers.map((layer) => {
      const { output } = layer;
      const saliency = mul(output, q.lossGradient(output));
      const pixels = output.shape.slice(1, -1).map((_, i) => i + 1);
      return scale(sum(mean(square(sum(saliency, pixels)), [0])), 0.5 * weightOf(layer));
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
  build: (q) => layerSaliencies(q, ({ weight, output }) => sizeOf(weight.shape) / output.shape.at(-1)!),
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
