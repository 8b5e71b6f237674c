import { kendall } from '../../src/rank/index.ts';
import type { FittedPredictor } from './fitted-predictor.ts';
import { drawer, permutation } from './learners/draw.ts';
import type { Labelled } from './trial.ts';

/**
 * What each proxy is worth to a predictor: by how much Kendall's tau falls on architectures it has not seen when the
 * proxy's values are dealt out anew among them (Breiman 2001; Fisher et al., JMLR 20, 2019). One number a proxy, the
 * mean over the repeats; near zero, or below, is worth nothing.
 */
export function permutationImportance(
  fitted: FittedPredictor,
  { samples, targets }: Labelled,
  repeats: number,
  seed: number,
): Float64Array {
  const whole = kendall(fitted.predict(samples).mean, targets);
  const draw = drawer(seed, 'importance');
  return Float64Array.from(samples[0]?.scores ?? [], (_, proxy) => {
    let fall = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const order = permutation(samples.length, draw);
      const dealt = samples.map((sample, i) => ({
        ...sample,
        scores: sample.scores.with(proxy, samples[order[i]!]!.scores[proxy]!),
      }));
      fall += (whole - kendall(fitted.predict(dealt).mean, targets)) / repeats;
    }
    return fall;
  });
}
