import type { TrainedRun } from '../../datasets/trained-runs.ts';
import { bootstrapIntervals, type Interval, kendall, spearman } from '../../src/rank/index.ts';

/** What one cheap estimate is worth. */
export interface FidelityRow {
  readonly name: string;
  /** Architectures. */
  readonly n: number;
  /** Mean seconds of training an architecture. */
  readonly seconds: number;
  /** Of the full training's seconds. */
  readonly share: number;
  readonly spearman: number;
  readonly spearmanInterval: Interval;
  readonly kendall: number;
}

/** Full trainings by architecture: the one that is broken off, and the accuracy that judges it. */
interface Judged {
  readonly first: TrainedRun;
  /** Mean final test accuracy of the other seeds; of the same training where there is no other. */
  readonly truth: number;
}

export interface FidelityReport {
  readonly rows: readonly FidelityRow[];
  /** Whether other seeds judge: the noise of a training then does not flatter what is taken from it. */
  readonly otherSeeds: boolean;
}

/**
 * How well the validation accuracy after each epoch orders architectures by the final test accuracy, and how well cheaper
 * trainings (`others`, by name: their final validation accuracy, mean over seeds) do. Only architectures with several
 * seeds count where there are three of them, and the seeds other than the first judge.
 */
export function fidelityRows(
  runs: readonly TrainedRun[],
  others: ReadonlyMap<string, readonly TrainedRun[]>,
): FidelityReport {
  const { judged, otherSeeds } = judgedBy(runs);
  const full = mean(judged, ({ first }) => secondsOf(first));
  const row = (name: string, pairs: readonly { estimate: number; truth: number; seconds: number }[]) => {
    const [x, y] = [pairs.map(({ estimate }) => estimate), pairs.map(({ truth }) => truth)];
    const seconds = mean(pairs, (pair) => pair.seconds);
    return {
      name,
      n: pairs.length,
      seconds,
      share: seconds / full,
      spearman: spearman(x, y),
      spearmanInterval: bootstrapIntervals(x, y).spearman,
      kendall: kendall(x, y),
    };
  };
  const epochs = Math.min(...judged.map(({ first }) => first.validAccuracy.length));
  const brokenOff = Array.from({ length: epochs }, (_, i) =>
    row(
      `${i + 1} of ${epochs} epochs`,
      judged.map(({ first, truth }) => ({
        estimate: first.validAccuracy[i]!,
        truth,
        seconds: first.epochSeconds.slice(0, i + 1).reduce((sum, part) => sum + part, 0),
      })),
    ),
  );
  const cheaper = [...others].map(([name, cheap]) => {
    const byArch = groupsOf(cheap);
    const pairs = judged.flatMap(({ first: { arch }, truth }) => {
      const own = byArch.get(arch);
      if (own === undefined) return [];
      const estimate = mean(own, ({ validAccuracy }) => validAccuracy.at(-1)!);
      return [{ estimate, truth, seconds: own.reduce((sum, run) => sum + secondsOf(run), 0) }];
    });
    return row(name, pairs);
  });
  return { rows: [...brokenOff, ...cheaper], otherSeeds };
}

function judgedBy(runs: readonly TrainedRun[]): { judged: readonly Judged[]; otherSeeds: boolean } {
  const groups = [...groupsOf(runs).values()];
  const final = ({ testAccuracy }: TrainedRun) => testAccuracy.at(-1)!;
  const several = groups.filter((group) => group.length > 1);
  if (several.length >= 3) {
    const judged = several.map(([first, ...rest]) => ({ first: first!, truth: mean(rest, final) }));
    return { judged, otherSeeds: true };
  }
  return { judged: groups.map(([first]) => ({ first: first!, truth: final(first!) })), otherSeeds: false };
}

function groupsOf(runs: readonly TrainedRun[]): Map<string, TrainedRun[]> {
  const groups = new Map<string, TrainedRun[]>();
  for (const run of runs) {
    const group = groups.get(run.arch);
    if (group === undefined) groups.set(run.arch, [run]);
    else group.push(run);
  }
  return groups;
}

const secondsOf = ({ epochSeconds }: TrainedRun): number => epochSeconds.reduce((sum, part) => sum + part, 0);

function mean<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}
