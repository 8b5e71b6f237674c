import { randomStream } from '../../../src/random/index.ts';
import { DISTINCT_FAMILIES } from '../families/index.ts';
import type { FamilyFit } from '../fit-family.ts';
import type { SeenCurve } from '../seen-curve.ts';
import { autocorrelationTime } from './autocorrelation-time.ts';
import { mixturePosterior } from './mixture-posterior.ts';
import { stretchMoves } from './stretch-move.ts';

export interface MixtureOptions {
  /** An even number above twice the number of unknowns, some 45: fewer cannot span them. */
  readonly walkers?: number;
  readonly steps?: number;
}

/** What the posterior says about the target epoch. */
export interface MixtureSample {
  /** Mean of the mixture's value. */
  readonly value: number;
  /** Quantiles of a new value, noise included. */
  readonly interval: readonly [number, number];
  readonly diagnostics: {
    readonly families: readonly string[];
    readonly walkers: number;
    readonly steps: number;
    /** Share of moves taken: below a tenth the walkers hardly move. */
    readonly acceptance: number;
    /** Steps that count as one independent sample of the value. */
    readonly autocorrelationTime: number;
    /** Independent samples that the kept ones are worth. */
    readonly effectiveSamples: number;
  };
}

/** Draws that a walker may take to find a place within the prior. */
const TRIES = 50;

/**
 * Samples the Bayesian mixture of families: Domhan et al. (IJCAI 2015), which NASLib calls LCE. The first half of the
 * steps is discarded. The same seed gives the same numbers.
 *
 * @returns undefined where no family can be fitted, or hardly a walker finds a place within the prior
 */
export function sampleMixture(
  curve: SeenCurve,
  { walkers: wanted = 100, steps = 400 }: MixtureOptions = {},
): MixtureSample | undefined {
  const fits = DISTINCT_FAMILIES.map((family) => curve.fit(family)).filter(
    (fit): fit is FamilyFit => fit.status === 'ok',
  );
  if (fits.length === 0) return undefined;
  const random = randomStream(curve.seed, 'mixture of learning curves');
  const usable = fits.filter((fit) => startsOf(curve, [fit], 2, random.normal).length === 2);
  if (usable.length === 0) return undefined;
  const posterior = mixturePosterior(curve, usable);
  const walkers = startsOf(curve, usable, wanted, random.normal);
  if (walkers.length < wanted) return undefined;

  const kept = Math.floor(steps / 2);
  const chains = walkers.map(() => new Float64Array(kept));
  const draws = new Float64Array(kept * wanted);
  const moves = randomStream(curve.seed, 'moves of the walkers');
  const noise = randomStream(curve.seed, 'noise of the new value');
  const { acceptance } = stretchMoves(walkers, steps, posterior.logDensity, moves, (step) => {
    const at = step - (steps - kept);
    if (at < 0) return;
    walkers.forEach((walker, k) => {
      const { value, deviation } = posterior.predict(walker);
      chains[k]![at] = value;
      draws[at * wanted + k] = value + deviation * noise.normal(at * wanted + k);
    });
  });
  const time = autocorrelationTime(chains);
  const value = chains.reduce((sum, chain) => sum + chain.reduce((a, b) => a + b, 0), 0) / (kept * wanted);
  draws.sort();
  const quantile = (share: number): number => draws[Math.round(share * (draws.length - 1))]!;
  const tail = (1 - curve.confidence) / 2;
  return {
    value,
    interval: [quantile(tail), quantile(1 - tail)],
    diagnostics: {
      families: usable.map(({ family }) => family.name),
      walkers: wanted,
      steps,
      acceptance,
      autocorrelationTime: time,
      effectiveSamples: (kept * wanted) / time,
    },
  };
}

/** Places within the prior near the fits, as many of those wanted as are found. */
function startsOf(
  curve: SeenCurve,
  fits: readonly FamilyFit[],
  wanted: number,
  normal: (position: number) => number,
): Float64Array[] {
  const { size, start, logDensity } = mixturePosterior(curve, fits);
  const places: Float64Array[] = [];
  for (let attempt = 0; attempt < TRIES * wanted && places.length < wanted; attempt += 1) {
    const place = start((i) => normal(attempt * (size + 1) + i));
    if (Number.isFinite(logDensity(place))) places.push(place);
  }
  return places;
}
