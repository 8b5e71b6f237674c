import { fitPredictor } from '../../../estimators/predictors/fitted-predictor.ts';
import { findPredictor } from '../../../estimators/predictors/learners/index.ts';
import { permutationImportance } from '../../../estimators/predictors/permutation-importance.ts';
import type { Labelled } from '../../../estimators/predictors/trial.ts';
import type { PaperTable } from '../../report/paper-table.ts';
import { planBench, trialOrder } from './bench-plan.ts';
import type { SampleSet } from './read-samples.ts';

export interface ImportanceConfig {
  readonly predictors: readonly string[];
  readonly encoding: string;
  readonly train: number;
  readonly test: number;
  readonly trials: number;
  readonly repeats: number;
  readonly seed: number;
}

/** What one proxy is worth to one predictor in one trial: by how much Kendall's tau falls without it. */
export interface ImportanceRow {
  readonly predictor: string;
  readonly encoding: string;
  readonly proxy: string;
  readonly train: number;
  readonly trial: number;
  readonly importance: number;
}

/** Fits each predictor in each trial and asks what it owes to each proxy; calls back after every fit. */
export function runImportance(
  config: ImportanceConfig,
  set: SampleSet,
  { samples, targets }: Labelled,
  onFit: (done: number, total: number, predictor: string) => void,
): ImportanceRow[] {
  const { encoding, train, test, seed } = config;
  const cells = planBench(
    { ...config, encodings: [encoding], train: [train], top: 1 },
    set.kind,
    samples.length,
  );
  return cells.flatMap(({ predictor, trial }, done) => {
    const order = trialOrder(samples.length, seed, trial);
    const take = (from: number, to: number): Labelled => ({
      samples: Array.from(order.subarray(from, to), (at) => samples[at]!),
      targets: Float64Array.from(order.subarray(from, to), (at) => targets[at]!),
    });
    const known = take(test, test + train);
    const definition = findPredictor(predictor);
    const fitted = fitPredictor(definition, encoding, set.kind, known.samples, known.targets, trial);
    const falls = permutationImportance(fitted, take(0, test), config.repeats, trial);
    onFit(done + 1, cells.length, predictor);
    return set.kind.proxies.map(({ name }, p) => ({
      predictor,
      encoding,
      proxy: name,
      train,
      trial,
      importance: falls[p]!,
    }));
  });
}

/** A row a proxy, a column a predictor, mean ± standard deviation over the trials; the most important first. */
export function importanceTable(rows: readonly ImportanceRow[], config: ImportanceConfig): PaperTable {
  const predictors = [...new Set(rows.map(({ predictor }) => predictor))];
  const proxies = [...new Set(rows.map(({ proxy }) => proxy))];
  const statistics = (predictor: string, proxy: string): { value: number; spread: number } => {
    const values = rows
      .filter((row) => row.predictor === predictor && row.proxy === proxy)
      .map(({ importance }) => importance);
    const value = values.reduce((sum, x) => sum + x, 0) / values.length;
    const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
    return { value, spread: Math.sqrt(squares / (values.length - 1)) };
  };
  const worth = (proxy: string): number =>
    predictors.reduce((sum, predictor) => sum + statistics(predictor, proxy).value, 0);
  return {
    caption: "Fall of Kendall's tau when a proxy's values are dealt out anew",
    stub: 'proxy',
    columns: predictors.map((title) => ({ title })),
    groups: [
      {
        rows: proxies
          .sort((a, b) => worth(b) - worth(a))
          .map((name) => ({ name, cells: predictors.map((predictor) => statistics(predictor, name)) })),
      },
    ],
    notes: [
      `${config.encoding}: ${config.train} training architectures, ${config.test} others to test, ${config.trials} trials of ${config.repeats} deals`,
      'proxies that say the same share their worth: each looks worthless while the other is there',
    ],
  };
}
