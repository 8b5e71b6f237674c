import { type CurveFamily, level, linear, rate, rates } from './family.ts';

/** a e^(-b x) + c, with b > 0. */
export const exponential: CurveFamily = {
  name: 'exponential',
  title: 'Exponential',
  formula: 'a e^(-b x) + c',
  cite: 'exp3 of Domhan et al., IJCAI 2015',
  parameters: [linear('a'), rate('b', 1e-5, 20), level('c')],
  value: (p, x) => p[0]! * Math.exp(-p[1]! * x) + p[2]!,
  gradient(p, x, out) {
    const decay = Math.exp(-p[1]! * x);
    out[0] = decay;
    out[1] = -p[0]! * x * decay;
    out[2] = 1;
  },
  guesses: (seen) => rates(seen).map((b) => [b]),
};
