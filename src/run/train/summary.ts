import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import { spearman } from '../../rank/index.ts';

/** How far two trainings of the same architectures with different seeds agree: the ceiling of any prediction. */
export interface SeedAgreement {
  readonly seeds: readonly [number, number];
  readonly architectures: number;
  /** Spearman of the test accuracies. */
  readonly spearman: number;
}

/** Every two seeds that three or more architectures share. */
export function seedAgreements(runs: readonly TrainedRun[]): SeedAgreement[] {
  const bySeed = new Map<number, Map<string, number>>();
  for (const { arch, seed, testAccuracy } of runs) {
    const accuracies = bySeed.get(seed) ?? new Map<string, number>();
    bySeed.set(seed, accuracies.set(arch, testAccuracy.at(-1)!));
  }
  const seeds = [...bySeed.keys()].sort((a, b) => a - b);
  return seeds.flatMap((first, i) =>
    seeds.slice(i + 1).flatMap((second) => {
      const [one, other] = [bySeed.get(first)!, bySeed.get(second)!];
      const shared = [...one.keys()].filter((arch) => other.has(arch));
      if (shared.length < 3) return [];
      const of = (accuracies: Map<string, number>) => shared.map((arch) => accuracies.get(arch)!);
      const agreement = spearman(of(one), of(other));
      return [{ seeds: [first, second] as const, architectures: shared.length, spearman: agreement }];
    }),
  );
}

/** A few lines on a table of trainings. */
export function summaryOfRuns(runs: readonly TrainedRun[]): string[] {
  if (runs.length === 0) return ['no training is finished'];
  const accuracies = runs.map(({ testAccuracy }) => testAccuracy.at(-1)!).sort((a, b) => a - b);
  const at = (share: number) => accuracies[Math.round(share * (accuracies.length - 1))]!.toFixed(2);
  const seconds = runs.reduce((sum, run) => sum + run.epochSeconds.reduce((a, b) => a + b, 0), 0);
  return [
    `${runs.length} trainings of ${new Set(runs.map(({ arch }) => arch)).size} architectures, ${(seconds / runs.length).toFixed(2)} s each`,
    `test accuracy, percent: least ${at(0)}, quartiles ${at(0.25)} ${at(0.5)} ${at(0.75)}, most ${at(1)}`,
    ...seedAgreements(runs).map(
      ({ seeds: [first, second], architectures, spearman: rho }) =>
        `Spearman of seeds ${first} and ${second} over ${architectures} architectures: ${rho.toFixed(3)}`,
    ),
  ];
}
