import { type CurveFamily, level, rate } from './family.ts';
import { stretchedGuesses } from './stretched-guesses.ts';

/** alpha - (alpha - beta) e^(-(kappa x)^delta): from beta at 0 to alpha. */
export const weibull: CurveFamily = {
  name: 'weibull',
  title: 'Weibull',
  formula: 'alpha - (alpha - beta) e^(-(kappa x)^delta)',
  cite: 'Domhan et al., IJCAI 2015; Weibull, J. Appl. Mech. 1951',
  parameters: [level('alpha'), level('beta'), rate('kappa', 1e-8, 1e3), rate('delta', 0.02, 20)],
  value: (p, x) => p[0]! - (p[0]! - p[1]!) * Math.exp(-((p[2]! * x) ** p[3]!)),
  gradient(p, x, out) {
    const power = (p[2]! * x) ** p[3]!;
    const decay = Math.exp(-power);
    const slope = (p[0]! - p[1]!) * decay * power;
    out[0] = 1 - decay;
    out[1] = decay;
    out[2] = (slope * p[3]!) / p[2]!;
    out[3] = slope * Math.log(p[2]! * x);
  },
  guesses: stretchedGuesses,
};
