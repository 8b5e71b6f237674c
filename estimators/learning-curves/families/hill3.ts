import { type CurveFamily, level, rate } from './family.ts';
import { stretchedGuesses } from './stretched-guesses.ts';

/** ymax x^eta / (kappa^eta + x^eta): from 0 to ymax, half of it at kappa. Only rises towards its asymptote. */
export const hill3: CurveFamily = {
  name: 'hill3',
  title: 'Hill',
  formula: 'ymax x^eta / (kappa^eta + x^eta)',
  cite: 'Domhan et al., IJCAI 2015; Hill, J. Physiol. 1910',
  parameters: [level('ymax'), rate('eta', 0.02, 20), rate('kappa', 1e-6, 1e6)],
  value: (p, x) => p[0]! / (1 + (p[2]! / x) ** p[1]!),
  gradient(p, x, out) {
    const power = (p[2]! / x) ** p[1]!;
    const part = 1 / (1 + power);
    // power / (1 + power)^2 without infinity over infinity.
    const slope = p[0]! * part * (1 - part);
    out[0] = part;
    out[1] = -slope * Math.log(p[2]! / x);
    out[2] = (-slope * p[1]!) / p[2]!;
  },
  // The last guess is flat, the best there is for a curve that falls.
  guesses: (seen) => [...stretchedGuesses(seen).map(([kappa, delta]) => [delta!, 1 / kappa!]), [4, 0.01]],
};
