import { checkConfidence, type Interval } from './percentile-interval.ts';
import { normalQuantileTwoSided } from './tail-probability.ts';

/**
 * An interval of Spearman's correlation by Fisher's z with the standard error sqrt((1 + rho^2/2) / (n - 3)) of
 * Bonett and Wright (Psychometrika 65, 2000). Costs nothing, assumes rows drawn independently and few ties.
 * NaN where rho is, or n < 4.
 *
 * @throws InputError for a confidence outside (0, 1).
 */
export function spearmanFisherInterval(rho: number, n: number, confidence = 0.95): Interval {
  return fisherInterval(rho, n < 4 ? Number.NaN : Math.sqrt((1 + rho ** 2 / 2) / (n - 3)), confidence);
}

/**
 * An interval of Kendall's tau by Fisher's z with the standard error sqrt(0.437 / (n - 4)) of Fieller, Hartley and
 * Pearson (Biometrika 44, 1957), meant for |tau| < 0.8. NaN where tau is, or n < 5.
 *
 * @throws InputError for a confidence outside (0, 1).
 */
export function kendallFisherInterval(tau: number, n: number, confidence = 0.95): Interval {
  return fisherInterval(tau, n < 5 ? Number.NaN : Math.sqrt(0.437 / (n - 4)), confidence);
}

function fisherInterval(estimate: number, standardError: number, confidence: number): Interval {
  checkConfidence(confidence);
  if (Number.isNaN(estimate) || Number.isNaN(standardError)) return [Number.NaN, Number.NaN];
  const reach = normalQuantileTwoSided(confidence) * standardError;
  const z = Math.atanh(estimate);
  return [Math.tanh(z - reach), Math.tanh(z + reach)];
}
