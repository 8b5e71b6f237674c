import type { Sample, SampleKind } from '../../estimators/predictors/sample.ts';
import type { Labelled } from '../../estimators/predictors/trial.ts';
import { randomStream } from '../../src/random/index.ts';
import { nasbench201Cell } from '../../src/spaces/nasbench201/cell.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';

export const KIND: SampleKind = {
  space: 'nasbench201',
  proxies: [
    { name: 'size', better: 'higher' },
    { name: 'flatness', better: 'lower' },
    { name: 'noise', better: 'higher' },
  ],
  seen: 2,
};

/** Architectures with a made-up accuracy that follows from their operations, and scores that hint at it. */
export function madeUp(count: number, seed = 0): Labelled {
  const noise = randomStream(seed, 'test/samples');
  const archs = nasbench201.sample(count, seed);
  const targets = Float64Array.from(archs, (arch) => {
    const has = (op: string): number => arch.split(op).length - 1;
    return 60 + 6 * has('nor_conv_3x3') + 4 * has('nor_conv_1x1') + 2 * has('skip') - 3 * has('none');
  });
  const samples = archs.map((arch, i): Sample => {
    const hint = (deviation: number, at: number): number =>
      targets[i]! + deviation * noise.normal(3 * i + at);
    return {
      cell: nasbench201Cell.graph([arch]),
      scores: [Math.exp(hint(3, 0) / 10), -hint(6, 1), noise.normal(3 * i + 2)],
      curve: [targets[i]! / 3, targets[i]! / 2],
    };
  });
  return { samples, targets };
}
