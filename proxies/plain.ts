import { addAll } from '../src/graph/ops/add.ts';
import { mul } from '../src/graph/ops/mul.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { scalarProxy } from './proxy.ts';

/**
 * Sum of w dL/dw, signed. A layer that is followed by batch norm adds nothing (the loss does not feel its scale), so
 * this sees only the others.
 */
export const plain = scalarProxy({
  name: 'plain',
  title: 'Plain',
  better: 'higher',
  cost: 'one forward and one backward pass',
  cite: 'Mozer and Smolensky, NeurIPS 1988; Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build: (q) => addAll(q.network.layers.map((layer) => sum(mul(layer.weight, q.lossGradient(layer.weight))))),
});
