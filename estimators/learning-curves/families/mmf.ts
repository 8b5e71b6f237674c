import { type CurveFamily, level, rate } from './family.ts';
import { stretchedGuesses } from './stretched-guesses.ts';

/** alpha - (alpha - beta) / (1 + (kappa x)^delta): from beta at 0 to alpha. */
export const mmf: CurveFamily = {
  name: 'mmf',
  title: 'Morgan-Mercer-Flodin',
  formula: 'alpha - (alpha - beta) / (1 + (kappa x)^delta)',
  cite: 'Domhan et al., IJCAI 2015; Morgan, Mercer and Flodin, PNAS 1975',
  parameters: [level('alpha'), level('beta'), rate('kappa', 1e-8, 1e3), rate('delta', 0.02, 20)],
  value: (p, x) => p[0]! - (p[0]! - p[1]!) / (1 + (p[2]! * x) ** p[3]!),
  gradient(p, x, out) {
    const power = (p[2]! * x) ** p[3]!;
    const left = 1 / (1 + power);
    const slope = (p[0]! - p[1]!) * left * left * power;
    out[0] = power === Number.POSITIVE_INFINITY ? 1 : power * left;
    out[1] = left;
    out[2] = power === Number.POSITIVE_INFINITY ? 0 : (slope * p[3]!) / p[2]!;
    out[3] = power === Number.POSITIVE_INFINITY ? 0 : slope * Math.log(p[2]! * x);
  },
  guesses: stretchedGuesses,
};
