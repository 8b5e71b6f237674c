import { abs } from '../src/graph/ops/abs.ts';
import { addAll } from '../src/graph/ops/add.ts';
import { mul } from '../src/graph/ops/mul.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { scalarProxy } from './proxy.ts';

/** Sum of |w dL/dw|: how much the loss would feel the removal of each weight, to first order. */
export const snip = scalarProxy({
  name: 'snip',
  title: 'SNIP',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Lee et al., ICLR 2019; Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build: (q) =>
    addAll(q.network.layers.map((layer) => sum(abs(mul(layer.weight, q.lossGradient(layer.weight)))))),
});
