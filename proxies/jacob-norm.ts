import { square } from '../src/graph/ops/mul.ts';
import { sqrt } from '../src/graph/ops/sqrt.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { scalarProxy } from './proxy.ts';

/** Euclidean norm of the input Jacobian, over the whole batch. */
export const jacobNorm = scalarProxy({
  name: 'jacob_norm',
  title: 'Jacobian norm',
  better: 'higher',
  cost: 'one forward and one backward pass to the images',
  cite: 'Novak et al., ICLR 2018 (sensitivity)',
  minBatch: 1,
  build: (q) => sqrt(sum(square(q.inputJacobian()))),
});
