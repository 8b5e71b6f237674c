import { type CurveFamily, combinations, level, linear, rate } from './family.ts';

/**
 * a (x + d)^(-b) + c: Domhan's c - (a x + b)^(-alpha) with its scale pulled out of the power, so that falling curves
 * have the same form.
 */
export const pow4: CurveFamily = {
  name: 'pow4',
  title: 'Shifted power',
  formula: 'a (x + d)^(-b) + c',
  cite: 'pow4 of Domhan et al., IJCAI 2015',
  parameters: [linear('a'), rate('d', -0.999, 1000, -1), rate('b', 0.01, 20), level('c')],
  value: (p, x) => p[0]! * (x + p[1]!) ** -p[2]! + p[3]!,
  gradient(p, x, out) {
    const base = x + p[1]!;
    const power = base ** -p[2]!;
    out[0] = power;
    out[1] = (-p[0]! * p[2]! * power) / base;
    out[2] = -p[0]! * power * Math.log(base);
    out[3] = 1;
  },
  guesses: ({ epochs }) => combinations([-0.8, 0, 1, epochs.at(-1)!], [0.2, 0.7, 1.5, 4]),
};
