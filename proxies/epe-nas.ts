import { ln } from '../src/elementary/ln.ts';
import { correlationOf } from '../src/linalg/correlation.ts';
import { jacobianGram } from './jacobian-gram.ts';
import type { ProxyDefinition } from './proxy.ts';

const EPSILON = 1e-5;
/** Above this many classes the score compares the classes instead of adding them up. */
const MANY_CLASSES = 100;

/** EPE-NAS: how the rows of the input Jacobian correlate within each class. */
export const epeNas: ProxyDefinition = {
  name: 'epe_nas',
  title: 'EPE-NAS',
  better: 'higher',
  cost: 'one forward and one backward pass to the images',
  cite: 'Lopes et al., ICANN 2021',
  minBatch: 2,
  build: (q) => ({ gram: jacobianGram(q) }),
  finish({ gram }, { size, classes, labels }) {
    const correlations = correlationOf(gram!, size);
    const scores: number[] = [];
    for (let label = 0; label < classes; label += 1) {
      const members = Array.from({ length: size }, (_, i) => i).filter((i) => labels[i] === label);
      if (members.length === 0) continue;
      // A single row correlates with itself; numpy's corrcoef of it is the scalar 1.
      if (members.length === 1) scores.push(ln(1 + EPSILON));
      else {
        let total = 0;
        for (const i of members) {
          for (const j of members) total += ln(Math.abs(correlations[i * size + j]!) + EPSILON);
        }
        scores.push(classes > MANY_CLASSES ? total / members.length : total);
      }
    }
    if (classes <= MANY_CLASSES) return scores.reduce((total, score) => total + Math.abs(score), 0);
    let spread = 0;
    for (const a of scores) for (const b of scores) spread += Math.abs(a - b);
    return spread / scores.length;
  },
};
