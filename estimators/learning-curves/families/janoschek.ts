import { type CurveFamily, level, rate } from './family.ts';
import { stretchedGuesses } from './stretched-guesses.ts';

/** alpha - (alpha - beta) e^(-kappa x^delta): from beta at 0 to alpha. */
export const janoschek: CurveFamily = {
  name: 'janoschek',
  title: 'Janoschek',
  formula: 'alpha - (alpha - beta) e^(-kappa x^delta)',
  cite: 'Domhan et al., IJCAI 2015; Janoschek, 1957',
  parameters: [level('alpha'), level('beta'), rate('kappa', 1e-6, 50), rate('delta', 0.02, 20)],
  value: (p, x) => p[0]! - (p[0]! - p[1]!) * Math.exp(-p[2]! * x ** p[3]!),
  gradient(p, x, out) {
    const power = x ** p[3]!;
    const decay = Math.exp(-p[2]! * power);
    const slope = (p[0]! - p[1]!) * decay * power;
    out[0] = 1 - decay;
    out[1] = decay;
    out[2] = slope;
    out[3] = slope * p[2]! * Math.log(x);
  },
  guesses: (seen) => stretchedGuesses(seen).map(([kappa, delta]) => [kappa! ** delta!, delta!]),
};
