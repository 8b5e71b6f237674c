import { addAll } from '../src/graph/ops/add.ts';
import { square } from '../src/graph/ops/mul.ts';
import { sqrt } from '../src/graph/ops/sqrt.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { scalarProxy } from './proxy.ts';

/** Sum over the layers of the Euclidean norm of the loss gradient. */
export const gradNorm = scalarProxy({
  name: 'grad_norm',
  title: 'Gradient norm',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build: (q) => addAll(q.network.layers.map((layer) => sqrt(sum(square(q.lossGradient(layer.weight)))))),
});

/** Euclidean norm of the whole gradient: what Zen-NAS's comparison calls gradient norm, here over the weights alone. */
export const gradNormGlobal = scalarProxy({
  name: 'grad_norm_global',
  title: 'Gradient norm (whole vector)',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Lin et al., ICCV 2021 (the suite\'s "GradNorm")',
  minBatch: 1,
  build: (q) => sqrt(addAll(q.network.layers.map((layer) => sum(square(q.lossGradient(layer.weight)))))),
});
