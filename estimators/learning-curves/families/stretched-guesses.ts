import { combinations, rates, type SeenPoints } from './family.ts';

/** Inverse time scales and exponents of the families in (kappa x)^delta. */
export function stretchedGuesses(seen: SeenPoints): number[][] {
  return combinations(rates(seen), [0.3, 0.6, 1, 2]);
}
