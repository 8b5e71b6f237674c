import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { predictorFigure } from '../../figure/predictor-figure.ts';
import { SERIES } from '../../figure/style.ts';
import { writeAtomically } from '../../table/write-atomically.ts';
import { type BenchRow, METRICS, type Metric } from './bench-row.ts';
import { type BenchMean, benchMeans } from './bench-summary.ts';

/**
 * Writes for each target how the order's quality grows with the trainings paid for and with the seconds of a fit:
 * the best predictors at the largest number of trainings, as many as there are colours.
 */
export async function writeBenchFigures(
  rows: readonly BenchRow[],
  metric: Metric,
  folder: string,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const targets = [...new Set(rows.map(({ target }) => target))];
  const written: string[] = [];
  for (const target of targets) {
    const own = rows.filter((row) => row.target === target);
    const seconds = benchMeans(own, 'fitSeconds');
    const points = bestSeries(benchMeans(own, metric), metric).map((mean) => ({
      series: nameOf(mean),
      train: mean.train,
      seconds: seconds.find((other) => nameOf(other) === nameOf(mean) && other.train === mean.train)!.mean,
      value: mean.mean,
      deviation: mean.deviation,
    }));
    for (const [name, x] of [
      ['accuracy', 'train'],
      ['seconds', 'seconds'],
    ] as const) {
      const path = join(
        folder,
        targets.length > 1 ? `${name}-${target.replaceAll(/[^\w-]/g, '_')}.svg` : `${name}.svg`,
      );
      const svg = predictorFigure({ points, x, measure: metric, target });
      await writeAtomically(path, [new TextEncoder().encode(svg)]);
      written.push(path);
    }
  }
  return written;
}

const nameOf = ({ predictor, encoding }: BenchMean): string => `${predictor}, ${encoding}`;

/** For each predictor its best encoding, and of those the best, so that a figure stays readable. */
function bestSeries(means: readonly BenchMean[], metric: Metric): BenchMean[] {
  const largest = Math.max(...means.map(({ train }) => train));
  const way = METRICS[metric] === 'lowest' ? -1 : 1;
  const last = means
    .filter(({ train, mean }) => train === largest && !Number.isNaN(mean))
    .sort((a, b) => way * (b.mean - a.mean));
  const seen = new Set<string>();
  const chosen = last
    .filter(({ predictor }) => !seen.has(predictor) && seen.add(predictor))
    .slice(0, SERIES.length - 1);
  return chosen.flatMap((best) => means.filter((mean) => nameOf(mean) === nameOf(best)));
}
