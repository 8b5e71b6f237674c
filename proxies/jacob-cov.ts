import { ln } from '../src/elementary/ln.ts';
import { correlationOf } from '../src/linalg/correlation.ts';
import { symmetricEigenvalues } from '../src/linalg/symmetric-eigenvalues.ts';
import { jacobianGram } from './jacobian-gram.ts';
import type { ProxyDefinition } from './proxy.ts';

/** Keeps the logarithm and the reciprocal of a zero eigenvalue finite; the suites' value. */
const EPSILON = 1e-5;

/**
 * How differently the network's output turns with each image: minus the Kullback-Leibler-like distance of the
 * eigenvalues v of the correlation matrix of the Jacobian's rows from 1, -sum(ln(v + k) + 1 / (v + k)).
 */
export const jacobCov: ProxyDefinition = {
  name: 'jacob_cov',
  title: 'Jacobian covariance',
  better: 'higher',
  cost: 'one forward and one backward pass to the images',
  cite: 'Mellor et al., 2020 (first version); Abdelfattah et al., ICLR 2021',
  minBatch: 2,
  build: (q) => ({ gram: jacobianGram(q) }),
  finish({ gram }, { size }) {
    let score = 0;
    for (const value of symmetricEigenvalues(correlationOf(gram!, size), size)) {
      score -= ln(value + EPSILON) + 1 / (value + EPSILON);
    }
    return score;
  },
};
