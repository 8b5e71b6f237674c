import { InputError } from '../src/input-error.ts';
import { type Column, findColumn, type Table } from '../src/table/index.ts';

/** One network trained, its curves an entry an epoch. */
export interface TrainedRun {
  readonly arch: string;
  /** Its official index in the space. */
  readonly index: number;
  /** Of the weights, the order of the images and their augmentation. */
  readonly seed: number;
  /** Nats. */
  readonly trainLoss: readonly number[];
  /** Percent. */
  readonly trainAccuracy: readonly number[];
  readonly validAccuracy: readonly number[];
  readonly testAccuracy: readonly number[];
  /** Of each epoch's training, without the evaluations. */
  readonly epochSeconds: readonly number[];
}

/** Column of a curve: the key of {@link TrainedRun}. */
const CURVES = {
  train_loss: 'trainLoss',
  train_accuracy: 'trainAccuracy',
  valid_accuracy: 'validAccuracy',
  test_accuracy: 'testAccuracy',
  epoch_seconds: 'epochSeconds',
} as const;

/**
 * The columns of a table of trainings, one a row: `arch`, `index`, `seed`, the last epoch's `valid` and `test` accuracy
 * in percent, `seconds` of training, and the curves (lists, an entry an epoch) `train_loss`, `train_accuracy`,
 * `valid_accuracy`, `test_accuracy` and `epoch_seconds`.
 */
export function columnsOfRuns(runs: readonly TrainedRun[]): Column[] {
  const numbers = (name: string, of: (run: TrainedRun) => number): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from(runs, of),
  });
  return [
    { kind: 'text', name: 'arch', values: runs.map(({ arch }) => arch) },
    numbers('index', ({ index }) => index),
    numbers('seed', ({ seed }) => seed),
    numbers('valid', ({ validAccuracy }) => validAccuracy.at(-1)!),
    numbers('test', ({ testAccuracy }) => testAccuracy.at(-1)!),
    numbers('seconds', ({ epochSeconds }) => epochSeconds.reduce((sum, seconds) => sum + seconds, 0)),
    ...Object.entries(CURVES).map(
      ([name, key]): Column => ({ kind: 'list', name, values: runs.map((run) => run[key]) }),
    ),
  ];
}

/** The trainings of such a table. Throws {@link InputError} where it is none. */
export function runsOfTable(table: Table): TrainedRun[] {
  const refuse = (name: string): InputError =>
    new InputError(`${table.source}: has no column "${name}" of trainings, give a table of nasprobe train`);
  const numbers = (name: string): Float64Array => {
    const column = findColumn(table, name);
    if (column?.kind === 'number') return column.values;
    throw refuse(name);
  };
  const archs = findColumn(table, 'arch');
  if (archs?.kind !== 'text') throw refuse('arch');
  const [indices, seeds] = [numbers('index'), numbers('seed')];
  const curves = Object.entries(CURVES).map(([name, key]) => {
    const column = findColumn(table, name);
    if (column?.kind !== 'list') throw refuse(name);
    return [key, column.values] as const;
  });
  return Array.from({ length: table.rows }, (_, row) => {
    const lists = curves.map(([key, values]) => {
      const curve = values[row];
      if (curve === null || curve === undefined || curve.length === 0) {
        throw new InputError(`${table.source}, row ${row + 1}: a curve is missing, make the table again`);
      }
      return [key, curve] as const;
    });
    const job = { arch: archs.values[row] ?? '', index: indices[row]!, seed: seeds[row]! };
    return { ...job, ...Object.fromEntries(lists) } as TrainedRun;
  });
}

/**
 * The trainings as a truth, one row an architecture in the order of their first: `arch`, `index`, and the final `valid`
 * and `test` accuracies in percent, each the mean over the architecture's seeds.
 */
export function meanOverSeeds(runs: readonly TrainedRun[]): Column[] {
  const groups = new Map<string, TrainedRun[]>();
  for (const run of runs) groups.set(run.arch, [...(groups.get(run.arch) ?? []), run]);
  const means = [...groups.values()].map((group) => {
    const mean = (of: (run: TrainedRun) => number) =>
      group.reduce((sum, run) => sum + of(run), 0) / group.length;
    return {
      index: group[0]!.index,
      valid: mean(({ validAccuracy }) => validAccuracy.at(-1)!),
      test: mean(({ testAccuracy }) => testAccuracy.at(-1)!),
    };
  });
  const numbers = (name: 'index' | 'valid' | 'test'): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from(means, (row) => row[name]),
  });
  return [
    { kind: 'text', name: 'arch', values: [...groups.keys()] },
    ...(['index', 'valid', 'test'] as const).map(numbers),
  ];
}
