import type { Node } from '../src/graph/op.ts';
import { addAll } from '../src/graph/ops/add.ts';
import { agreement } from '../src/graph/ops/agreement.ts';
import { logAbsDeterminant } from '../src/linalg/log-abs-determinant.ts';
import type { ProxyDefinition } from './proxy.ts';

/** NASWOT: ln |det K|, K counting in how many ReLUs two samples are on the same side of zero. */
export const nwot: ProxyDefinition = {
  name: 'nwot',
  title: 'NASWOT',
  better: 'higher',
  cost: 'one forward pass',
  cite: 'Mellor et al., ICML 2021 (counted as in NASLib)',
  minBatch: 2,
  build: (q) => ({ kernel: addAll(q.network.activations.map((x): Node => agreement(x))) }),
  finish: ({ kernel }, { size }) => logAbsDeterminant(kernel!, size),
};
