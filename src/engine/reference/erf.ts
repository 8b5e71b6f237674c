import { exp } from '../../elementary/exp.ts';

/** Beyond it the error function is 1 to the last bit of a double. */
const SATURATED = 6;

/** The error function to a few units in the last place, by its series of positive terms (Abramowitz & Stegun 7.1.6). */
export function erf(x: number): number {
  if (Math.abs(x) >= SATURATED) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * exp(-x * x) * total;
}
