import { InputError } from '../../src/input-error.ts';
import { nearest } from '../../src/nearest.ts';
import type { ListColumn, NumberColumn, Table } from '../../src/table/table.ts';

/** Columns that hold a curve a row: a list column, or one column of numbers an epoch. */
export interface CurveColumns {
  /** The list column's name, or the wide columns' with `*` for the epoch: `acc_*`, `e*Accuracy`. */
  readonly name: string;
  /** The curve of a row, an epoch each; NaN where nothing is held. Empty where the row has none. */
  curve(row: number): number[];
}

/** Fewer epochs are no curve. */
const LEAST_EPOCHS = 3;

/** All columns that may hold curves, in the order of the table. */
export function curveColumns(table: Table): CurveColumns[] {
  const wide = new Map<string, { epoch: number; column: NumberColumn }[]>();
  const found: { name: string; lists?: ListColumn }[] = [];
  for (const column of table.columns) {
    if (column.kind === 'list') found.push({ name: column.name, lists: column });
    if (column.kind !== 'number') continue;
    const [, before, epoch, after] = /^(.*?)(\d{1,5})(\D*)$/.exec(column.name) ?? [];
    if (before === undefined || epoch === undefined) continue;
    const name = `${before}*${after}`;
    const group = wide.get(name);
    if (group !== undefined) group.push({ epoch: Number(epoch), column });
    else {
      wide.set(name, [{ epoch: Number(epoch), column }]);
      found.push({ name });
    }
  }
  return found.flatMap(({ name, lists }): CurveColumns[] => {
    if (lists !== undefined) return [{ name, curve: (row) => [...(lists.values[row] ?? [])] }];
    const group = wide.get(name)!.sort((a, b) => a.epoch - b.epoch);
    const first = group[0]!.epoch;
    const isCount = first <= 1 && group.every(({ epoch }, i) => epoch === first + i);
    if (!isCount || group.length < LEAST_EPOCHS) return [];
    return [{ name, curve: (row) => group.map(({ column }) => column.values[row]!) }];
  });
}

/** What curves are looked for, the first kind that any name answers to. */
const WANTED: readonly ((name: string) => boolean)[] = [
  (name) => /val/i.test(name) && !/loss/i.test(name),
  (name) => /test/i.test(name) && !/loss/i.test(name),
  (name) => /acc/i.test(name) && !/train/i.test(name),
  (name) => !/loss|train|time|seconds|lr/i.test(name),
  () => true,
];

/**
 * The curves to look at: those named, else a validation metric, a test metric, any accuracy, or what there is.
 * @throws InputError where the table holds none, none of that name, or several equals
 */
export function chooseCurve(table: Table, asked: string | undefined): CurveColumns {
  const all = curveColumns(table);
  if (all.length === 0) {
    throw new InputError(
      `${table.source}: holds no learning curves: a list column is needed, or one column of numbers an epoch (acc_1, acc_2, …)`,
    );
  }
  if (asked !== undefined) return named(table, all, asked);
  for (const wanted of WANTED) {
    const some = all.filter(({ name }) => wanted(name));
    if (some.length === 1) return some[0]!;
    if (some.length > 1) {
      const names = some.map(({ name }) => name).join(', ');
      throw new InputError(`${table.source}: holds several curves, choose one with --curve: ${names}`);
    }
  }
  return all[0]!;
}

/** The training losses: those named, else what is called so; undefined where there are none. @throws InputError */
export function chooseLosses(
  table: Table,
  curve: CurveColumns,
  asked: string | undefined,
): CurveColumns | undefined {
  const all = curveColumns(table);
  if (asked !== undefined) return named(table, all, asked);
  const losses = all.filter(({ name }) => /loss/i.test(name) && !/val|test/i.test(name));
  return (
    losses.find(({ name }) => name !== curve.name && /train/i.test(name)) ??
    losses.find(({ name }) => name !== curve.name)
  );
}

function named(table: Table, all: readonly CurveColumns[], asked: string): CurveColumns {
  const found = all.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name);
  const guess = nearest(asked, names);
  const mend = guess === undefined ? `it has ${names.join(', ')}` : `did you mean ${guess}?`;
  throw new InputError(`${table.source}: holds no curves ${JSON.stringify(asked)}: ${mend}`);
}
