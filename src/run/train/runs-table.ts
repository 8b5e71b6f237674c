import { InputError } from '../../input-error.ts';
import type { Space } from '../../spaces/space.ts';
import { type Column, findColumn, type Table } from '../../table/index.ts';
import type { TrainedRun } from './train-config.ts';

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
export function columnsOfRuns(runs: readonly TrainedRun[], space: Space): Column[] {
  const numbers = (name: string, of: (run: TrainedRun) => number): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from(runs, of),
  });
  return [
    { kind: 'text', name: 'arch', values: runs.map(({ arch }) => arch) },
    numbers('index', ({ arch }) => space.indexOf(arch)),
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
  const archs = findColumn(table, 'arch');
  if (archs?.kind !== 'text') throw refuse('arch');
  const seeds = findColumn(table, 'seed');
  if (seeds?.kind !== 'number') throw refuse('seed');
  const curves = Object.entries(CURVES).map(([name, key]) => {
    const column = findColumn(table, name);
    if (column?.kind !== 'list') throw refuse(name);
    return [key, column.values] as const;
  });
  return Array.from({ length: table.rows }, (_, row) => {
    const lists = curves.map(([key, values]) => [key, values[row] ?? []] as const);
    const run = { arch: archs.values[row] ?? '', seed: seeds.values[row]!, ...Object.fromEntries(lists) };
    return run as TrainedRun;
  });
}
