import { type CurveFamily, level, linear } from './family.ts';

/** c - a / ln(x + 1). */
export const ilog2: CurveFamily = {
  name: 'ilog2',
  title: 'Inverse logarithm',
  formula: 'c - a / ln(x + 1)',
  cite: 'Domhan et al., IJCAI 2015, with epochs from 1 as in their code',
  parameters: [level('c'), linear('a')],
  value: (p, x) => p[0]! - p[1]! / Math.log(x + 1),
  gradient(_, x, out) {
    out[0] = 1;
    out[1] = -1 / Math.log(x + 1);
  },
  guesses: () => [[]],
};
