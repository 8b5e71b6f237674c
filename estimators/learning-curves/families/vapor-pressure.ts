import { type CurveFamily, shape } from './family.ts';
import { lineThrough } from './line-through.ts';

/** e^(a + b / x + c ln x): positive curves only. */
export const vaporPressure: CurveFamily = {
  name: 'vapor_pressure',
  title: 'Vapor pressure',
  formula: 'e^(a + b / x + c ln x)',
  cite: 'Domhan et al., IJCAI 2015',
  parameters: [shape('a', -50, 50), shape('b', -50, 50), shape('c', -10, 10)],
  value: (p, x) => Math.exp(p[0]! + p[1]! / x + p[2]! * Math.log(x)),
  gradient(p, x, out) {
    const value = Math.exp(p[0]! + p[1]! / x + p[2]! * Math.log(x));
    out[0] = value;
    out[1] = value / x;
    out[2] = value * Math.log(x);
  },
  // On the logarithm of the values the family is linear: for each of a few c, the line in 1 / x.
  guesses({ epochs, values }) {
    if (values.some((value) => value <= 0)) return [];
    return [-0.5, -0.1, 0, 0.1, 0.3].map((c) => {
      const reduced = values.map((value, i) => Math.log(value) - c * Math.log(epochs[i]!));
      const { slope, level } = lineThrough(
        epochs.map((x) => 1 / x),
        reduced,
      );
      return [level, slope, c];
    });
  },
};
