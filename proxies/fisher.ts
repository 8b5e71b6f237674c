import { addAll } from '../src/graph/ops/add.ts';
import { mul, square } from '../src/graph/ops/mul.ts';
import { scale } from '../src/graph/ops/scale.ts';
import { mean, sum } from '../src/graph/ops/sum.ts';
import { sizeOf } from '../src/graph/shape.ts';
import { scalarProxy } from './proxy.ts';

/**
 * Fisher pruning: for each output channel half the batch mean of (sum over pixels of a dL/da)^2, a being the layer's
 * output. As the public suites total it, each channel counts once for each of its weights.
 */
export const fisher = scalarProxy({
  name: 'fisher',
  title: 'Fisher',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Theis et al., 2018; Turner et al., ICLR 2020; Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build: (q) =>
    addAll(
      q.network.layers.map(({ kind, weight, output }) => {
        const saliency = mul(output, q.lossGradient(output));
        const perSample = kind === 'conv' ? sum(saliency, [1, 2]) : saliency;
        const channels = perSample.shape[1]!;
        return scale(sum(mean(square(perSample), [0])), (0.5 * sizeOf(weight.shape)) / channels);
      }),
    ),
});
