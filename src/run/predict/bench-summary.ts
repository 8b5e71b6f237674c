import { markBest } from '../../report/mark-best.ts';
import type { PaperCell, PaperColumn, PaperTable } from '../../report/paper-table.ts';
import { amount, share } from '../../report/written-number.ts';
import { type BenchRow, METRICS, type Metric } from './bench-row.ts';

/** Rows that differ in the trial alone, and what they say together. */
export interface BenchMean {
  readonly target: string;
  readonly predictor: string;
  readonly encoding: string;
  readonly train: number;
  readonly trials: number;
  readonly mean: number;
  /** Standard deviation over the trials (n - 1); NaN for one. */
  readonly deviation: number;
}

/** Means over the trials of one measure; trials without a value do not count. */
export function benchMeans(rows: readonly BenchRow[], metric: Metric): BenchMean[] {
  const groups = new Map<string, BenchRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.target, row.predictor, row.encoding, row.train]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((group) => {
    const values = group.map((row) => row[metric]).filter((value) => !Number.isNaN(value));
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
    const { target, predictor, encoding, train } = group[0]!;
    const deviation = Math.sqrt(squares / (values.length - 1));
    return { target, predictor, encoding, train, trials: values.length, mean, deviation };
  });
}

/**
 * One measure of every predictor and encoding at every number of training architectures, mean ± standard deviation
 * over the trials: a group a target, the best at the largest number first.
 */
export function benchSummary(rows: readonly BenchRow[], metric: Metric): PaperTable {
  const means = benchMeans(rows, metric);
  const fits = benchMeans(rows, 'fitSeconds');
  const sizes = [...new Set(rows.map(({ train }) => train))].sort((a, b) => a - b);
  const largest = sizes.at(-1) ?? 0;
  const isShare = !['rmse', 'regret', 'fitSeconds', 'querySeconds'].includes(metric);
  const columns: PaperColumn[] = [
    ...sizes.map((size) => ({
      title: String(size),
      over: 'training architectures',
      write: isShare ? share(3) : amount,
    })),
    { title: `fit, s`, write: amount },
  ];
  const groups = [...new Set(rows.map(({ target }) => target))].map((target) => {
    const own = means.filter((mean) => mean.target === target);
    const names = [...new Map(own.map((mean) => [nameOf(mean), mean])).values()];
    const at = (list: readonly BenchMean[], name: string, train: number): BenchMean | undefined =>
      list.find((mean) => mean.target === target && nameOf(mean) === name && mean.train === train);
    const worth = (name: string): number => {
      const mean = at(own, name, largest)?.mean ?? Number.NaN;
      return Number.isNaN(mean) ? Number.NEGATIVE_INFINITY : METRICS[metric] === 'lowest' ? -mean : mean;
    };
    return {
      title: target,
      rows: names
        .map(nameOf)
        .sort((a, b) => worth(b) - worth(a))
        .map((name) => ({
          name,
          cells: [
            ...sizes.map((size): PaperCell => {
              const mean = at(own, name, size);
              return mean === undefined ? { value: null } : { value: mean.mean, spread: mean.deviation };
            }),
            { value: at(fits, name, largest)?.mean ?? null },
          ],
        })),
    };
  });
  return markBest(
    {
      caption: `${titleOf(metric)} of predictors, mean ± standard deviation`,
      stub: 'predictor, encoding',
      groupedBy: 'target',
      columns,
      groups,
      notes: notesOf(rows, largest),
    },
    sizes.map(() => METRICS[metric]),
  );
}

const nameOf = ({ predictor, encoding }: BenchMean): string => `${predictor}, ${encoding}`;

const titleOf = (metric: Metric): string => `${metric[0]!.toUpperCase()}${metric.slice(1)}`;

function notesOf(rows: readonly BenchRow[], largest: number): string[] {
  const first = rows[0];
  if (first === undefined) return [];
  const trials = new Set(rows.map(({ trial }) => trial)).size;
  const failed = rows.filter(({ problem }) => problem !== null);
  return [
    `${first.space}: ${trials} ${trials === 1 ? 'trial' : 'trials'}, each tested on ${first.test} architectures drawn anew, precision and regret of the best ${first.top}`,
    `seconds of one fit on ${largest} training architectures`,
    ...(failed.length === 0
      ? []
      : [
          `${failed.length} fits failed, the first: ${failed[0]!.predictor} on ${failed[0]!.encoding}: ${failed[0]!.problem}`,
        ]),
  ];
}
