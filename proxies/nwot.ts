import type { Network } from '../src/graph/network.ts';
import type { Node } from '../src/graph/op.ts';
import { addAll } from '../src/graph/ops/add.ts';
import { agreement } from '../src/graph/ops/agreement.ts';
import { relu } from '../src/graph/ops/relu.ts';
import { scale } from '../src/graph/ops/scale.ts';
import { logAbsDeterminant } from '../src/linalg/log-abs-determinant.ts';
import type { Batch, ProxyDefinition } from './proxy.ts';

const finish = ({ kernel }: Readonly<Record<string, Float64Array>>, { size }: Batch) =>
  logAbsDeterminant(kernel!, size);

const lacks = ({ activations }: Network) =>
  activations.length === 0 ? 'the network has no ReLU, whose patterns are compared' : undefined;

/** In how many elements two samples agree behind a ReLU, where a pattern is what is above zero: kept there, if anywhere. */
const patterns = (x: Node): Node => agreement(relu(x));

/** NASWOT: ln |det K|, K counting in how many ReLUs two samples are on the same side of zero. */
export const nwot: ProxyDefinition = {
  name: 'nwot',
  title: 'NASWOT',
  better: 'higher',
  cost: 'one forward pass',
  cite: 'Mellor et al., ICML 2021 (counted as in NASLib)',
  minBatch: 2,
  lacks,
  build: (q) => ({ kernel: addAll(q.network.activations.map(patterns)) }),
  finish,
};

/**
 * As the authors' own code counts on NAS-Bench-201: its test for the module's name finds the blocks of ReLU, convolution
 * and batch norm too, so a ReLU in such a block counts twice.
 */
export const nwotOriginal: ProxyDefinition = {
  name: 'nwot_original',
  title: "NASWOT (authors' code)",
  better: 'higher',
  cost: 'one forward pass',
  cite: 'Mellor et al., ICML 2021 (BayesWatch/nas-without-training)',
  minBatch: 2,
  lacks,
  build(q) {
    const { activations, layers } = q.network;
    const inBlocks = new Set(layers.flatMap(({ input }) => (input.op === 'relu' ? [input.inputs[0]!] : [])));
    const terms = activations.map((x): Node => scale(patterns(x), inBlocks.has(x) ? 2 : 1));
    return { kernel: addAll(terms) };
  },
  finish,
};
