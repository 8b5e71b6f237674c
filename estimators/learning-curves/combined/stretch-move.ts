import type { RandomStream } from '../../../src/random/index.ts';

/** Widest stretch, and its inverse the narrowest (Goodman and Weare's a). */
const WIDEST = 2;

/** Random numbers that one move may take. */
const DRAWS = 4;

export interface Chain {
  /** Of the places proposed. */
  readonly acceptance: number;
}

/**
 * Samples a density by an ensemble of walkers, each moved along the line to a random one of the other half (the stretch
 * move of Goodman and Weare, Comm. Appl. Math. Comput. Sci. 2010, as in emcee): no step size to tune, and no slower in
 * a long narrow valley than in a round one.
 *
 * @param walkers where the walkers start, an even number of them with a finite density each; moved in place
 * @param logDensity minus infinity where there is none
 * @param onStep told of the ensemble after each step
 */
export function stretchMoves(
  walkers: Float64Array[],
  steps: number,
  logDensity: (place: Float64Array) => number,
  random: RandomStream,
  onStep: (step: number) => void,
): Chain {
  const n = walkers.length;
  const half = n / 2;
  const d = walkers[0]!.length;
  const densities = walkers.map(logDensity);
  const proposal = new Float64Array(d);
  let accepted = 0;
  for (let step = 0; step < steps; step += 1) {
    for (let k = 0; k < n; k += 1) {
      const at = DRAWS * (step * n + k);
      const others = k < half ? half : 0;
      const partner = walkers[others + random.integer(at, half)]!;
      const walker = walkers[k]!;
      const stretch = ((WIDEST - 1) * random.uniform(at + 1) + 1) ** 2 / WIDEST;
      for (let i = 0; i < d; i += 1) proposal[i] = partner[i]! + stretch * (walker[i]! - partner[i]!);
      const density = logDensity(proposal);
      const gain = (d - 1) * Math.log(stretch) + density - densities[k]!;
      if (Math.log(random.uniform(at + 2)) >= gain) continue;
      walker.set(proposal);
      densities[k] = density;
      accepted += 1;
    }
    onStep(step);
  }
  return { acceptance: accepted / (steps * n) };
}
