import { add } from '../src/graph/ops/add.ts';
import { mul } from '../src/graph/ops/mul.ts';
import { negate } from '../src/graph/ops/scale.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { scalarProxy } from './proxy.ts';

/**
 * -w' H g over all weights, as the public suites total GraSP. H is symmetric, so this is -g' (H w), and H w is the
 * tangent of the gradient when every weight moves along itself: one forward sweep over the gradient's graph, in which
 * the convolutions of known tensors are shared with the passes that made them.
 */
export const grasp = scalarProxy({
  name: 'grasp',
  title: 'GraSP',
  better: 'higher',
  cost: 'one forward and one backward pass, and as much again for the curvature',
  cite: 'Wang et al., ICLR 2020; Abdelfattah et al., ICLR 2021',
  minBatch: 1,
  build(q) {
    const curvature = q.hessianTimesWeights();
    const terms = q.network.layers.flatMap(({ weight }, i) => {
      const product = curvature[i];
      return product ? sum(mul(q.lossGradient(weight), product)) : [];
    });
    return negate(terms.reduce((total, term) => add(total, term), q.network.images.graph.constant(0)));
  },
});
