import { addAll } from '../src/graph/ops/add.ts';
import { square } from '../src/graph/ops/mul.ts';
import { sqrt } from '../src/graph/ops/sqrt.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { scalarProxy } from './proxy.ts';

/** Sum over the layers of the Euclidean norm of the weights. */
export const l2Norm = scalarProxy({
  name: 'l2_norm',
  title: 'Weight norm',
  better: 'higher',
  cost: 'the weights alone',
  cite: 'Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build: (q) => addAll(q.network.layers.map(({ weight }) => sqrt(sum(square(weight))))),
});
