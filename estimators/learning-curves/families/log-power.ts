import { type CurveFamily, combinations, level, rates, shape } from './family.ts';

/** a / (1 + (x / e^b)^c): a rise to a where c < 0, a fall from a to 0 where c > 0. */
export const logPower: CurveFamily = {
  name: 'log_power',
  title: 'Log power',
  formula: 'a / (1 + (x / e^b)^c)',
  cite: 'Domhan et al., IJCAI 2015',
  parameters: [level('a'), shape('b', -14, 14), shape('c', -20, 20)],
  value: (p, x) => p[0]! / (1 + Math.exp(p[2]! * (Math.log(x) - p[1]!))),
  gradient(p, x, out) {
    const distance = Math.log(x) - p[1]!;
    const part = 1 / (1 + Math.exp(p[2]! * distance));
    const slope = p[0]! * part * (1 - part);
    out[0] = part;
    out[1] = slope * p[2]!;
    out[2] = -slope * distance;
  },
  guesses: (seen) =>
    combinations(
      rates(seen).map((kappa) => -Math.log(kappa)),
      [-2, -1, -0.4, 0.4, 1, 2],
    ),
};
