import { type CurveFamily, linear } from './family.ts';

/** a ln x + b. */
export const logarithmic: CurveFamily = {
  name: 'logarithmic',
  title: 'Logarithmic',
  formula: 'a ln x + b',
  cite: 'log-linear of Kolachina et al., ACL 2012; logx_linear of Domhan et al., IJCAI 2015',
  parameters: [linear('a'), linear('b')],
  value: (p, x) => p[0]! * Math.log(x) + p[1]!,
  gradient(_, x, out) {
    out[0] = Math.log(x);
    out[1] = 1;
  },
  guesses: () => [[]],
};
