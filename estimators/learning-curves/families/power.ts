import { type CurveFamily, level, linear, shape } from './family.ts';

/** a x^b + c, the power law that saturates (b < 0) at c. */
export const power: CurveFamily = {
  name: 'power',
  title: 'Power',
  formula: 'a x^b + c',
  cite: 'pow3 of Domhan et al., IJCAI 2015, with the sign of the exponent free',
  parameters: [linear('a'), shape('b', -12, -0.01), level('c')],
  value: (p, x) => p[0]! * x ** p[1]! + p[2]!,
  gradient(p, x, out) {
    const power = x ** p[1]!;
    out[0] = power;
    out[1] = p[0]! * power * Math.log(x);
    out[2] = 1;
  },
  guesses: () => [[-4], [-2], [-1], [-0.5], [-0.2], [-0.05]],
};
