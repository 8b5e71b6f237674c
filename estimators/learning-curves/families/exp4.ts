import { type CurveFamily, level, linear, rate } from './family.ts';
import { stretchedGuesses } from './stretched-guesses.ts';

/** b e^(-a x^d) + c: Domhan's c - e^(-a x^alpha + b) with the amplitude free in sign, so that it may fall as well. */
export const exp4: CurveFamily = {
  name: 'exp4',
  title: 'Stretched exponential',
  formula: 'b e^(-a x^d) + c',
  cite: 'exp4 of Domhan et al., IJCAI 2015',
  parameters: [rate('a', 1e-6, 50), rate('d', 0.02, 20), linear('b'), level('c')],
  value: (p, x) => p[2]! * Math.exp(-p[0]! * x ** p[1]!) + p[3]!,
  gradient(p, x, out) {
    const power = x ** p[1]!;
    const decay = Math.exp(-p[0]! * power);
    const slope = -p[2]! * decay * power;
    out[0] = slope;
    out[1] = slope * p[0]! * Math.log(x);
    out[2] = decay;
    out[3] = 1;
  },
  guesses: (seen) => stretchedGuesses(seen).map(([kappa, delta]) => [kappa! ** delta!, delta!]),
};
