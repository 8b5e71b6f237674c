import { PickleDict, PickleTuple, type PickleValue } from '../../src/formats/pickle/values.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns } from './arch-of.ts';
import type { Row } from './importer.ts';
import { curveIn, dictIn, itemsIn, numberAt, numberOrNone, strange, textAt } from './pickle-parts.ts';

/** Of one training: what it was, its curves by `SPLIT_METRIC`, and what it measured at its last epoch. */
interface Training {
  readonly dataset: string;
  readonly seed: number;
  readonly epochs: number;
  readonly curves: ReadonlyMap<string, readonly number[]>;
  readonly last: ReadonlyMap<string, number>;
  /** Millions, as the file has them; NaN where it has none. */
  readonly params: number;
  readonly flops: number;
  /** Milliseconds. */
  readonly latency: number;
  /** Seconds an epoch. */
  readonly trainSeconds: number;
}

/**
 * One architecture of NAS-Bench-201 or NATS-Bench: the states of `ArchResults`, one for each set of hyper-parameters. Columns of a
 * training are `DATASET_SPLIT_METRIC_eEPOCHS_sSEED` (the last epoch; without the seed the mean over all) and, where every epoch
 * was measured, the list `DATASET_SPLIT_METRIC_curve_eEPOCHS_sSEED`.
 */
export function natsRow(index: number, byHyperparameters: PickleDict, place: string): Row {
  const row: Record<string, RowValue> = {};
  const trainings: Training[] = [];
  for (const [hp, value] of byHyperparameters.entries()) {
    const state = dictIn(value, `${place}, ${String(hp)}`);
    const told = numberAt(state, 'arch_index', place);
    if (told !== index) throw strange(place, `says that its index is ${told}`);
    const arch = textAt(state, 'arch_str', place);
    if (row.arch === undefined) Object.assign(row, archColumns(spaceOf(arch), index, arch, place));
    for (const [key, result] of dictIn(state.get('all_results'), `${place}, all_results`).entries()) {
      if (!(key instanceof PickleTuple)) throw strange(place, 'has a training of no data set and seed');
      const [dataset, seed] = key.items;
      if (typeof dataset !== 'string' || typeof seed !== 'number')
        throw strange(place, 'has a training of no data set and seed');
      trainings.push(trainingOf(dataset, seed, dictIn(result, place), `${place}, ${dataset}, seed ${seed}`));
    }
  }
  if (row.arch === undefined) throw strange(place, 'holds no results');
  return Object.assign(row, costColumns(trainings), accuracyColumns(trainings));
}

const spaceOf = (arch: string): string => (arch.startsWith('|') ? 'nasbench201' : 'nats-sss');

function trainingOf(dataset: string, seed: number, result: PickleDict, place: string): Training {
  const epochs = numberAt(result, 'epochs', place);
  if (!Number.isInteger(epochs) || epochs < 1 || epochs > 10_000)
    throw strange(place, `says that it took ${epochs} epochs`);
  const curves = new Map<string, readonly number[]>();
  const last = new Map<string, number>();
  const add = (name: string, curve: readonly number[] | undefined): void => {
    if (curve === undefined || curve.length === 0) return;
    if (curve.length === epochs) curves.set(name, curve);
    last.set(name, curve.at(-1)!);
  };
  add('train_acc', curveIn(result.get('train_acc1es')));
  add('train_loss', curveIn(result.get('train_losses')));
  for (const [metric, field] of [
    ['acc', 'eval_acc1es'],
    ['loss', 'eval_losses'],
  ] as const) {
    for (const [split, measured] of evaluations(result.get(field))) {
      const final = measured.get(epochs - 1);
      if (final !== undefined) last.set(`${split}_${metric}`, final);
      if (measured.size === epochs)
        curves.set(
          `${split}_${metric}`,
          Array.from({ length: epochs }, (_, epoch) => measured.get(epoch) ?? Number.NaN),
        );
    }
  }
  const times = curveIn(result.get('train_times'));
  const latencies = itemsIn(result.get('latency'));
  return {
    dataset,
    seed,
    epochs,
    curves,
    last,
    params: numberOrNone(result, 'params'),
    flops: numberOrNone(result, 'flop'),
    latency: 1000 * meanOf(latencies ? Array.from(latencies) : []),
    trainSeconds: meanOf(times ?? []),
  };
}

/** Entries `x-valid@11`: by split, then by epoch. */
function evaluations(value: PickleValue | undefined): Map<string, Map<number, number>> {
  const splits = new Map<string, Map<number, number>>();
  if (!(value instanceof PickleDict)) return splits;
  for (const [key, number] of value.entries()) {
    const [, split, epoch] = typeof key === 'string' ? (/^([^@]+)@(\d+)$/.exec(key) ?? []) : [];
    if (split === undefined || typeof number !== 'number') continue;
    const measured = splits.get(split) ?? new Map<number, number>();
    splits.set(split, measured.set(Number(epoch), number));
  }
  return splits;
}

/** Params and FLOPs depend on the number of classes alone: the first training of a data set tells them. */
function costColumns(trainings: readonly Training[]): Row {
  const columns: Record<string, RowValue> = {};
  for (const [dataset, group] of grouped(trainings, ({ dataset }) => dataset)) {
    columns[`${dataset}_params`] = Math.round(1e6 * group[0]!.params);
    columns[`${dataset}_flops_M`] = group[0]!.flops;
    columns[`${dataset}_latency_ms`] = meanOf(group.map(({ latency }) => latency).filter(Number.isFinite));
    columns[`${dataset}_train_seconds_an_epoch`] = meanOf(
      group.map(({ trainSeconds }) => trainSeconds).filter(Number.isFinite),
    );
  }
  return columns;
}

function accuracyColumns(trainings: readonly Training[]): Row {
  const means: Record<string, RowValue> = {};
  const runs: Record<string, RowValue> = {};
  const curves: Record<string, RowValue> = {};
  for (const [, group] of grouped(trainings, ({ dataset, epochs }) => `${dataset} ${epochs}`)) {
    const { dataset, epochs } = group[0]!;
    for (const name of new Set(group.flatMap(({ last }) => [...last.keys()]))) {
      means[`${dataset}_${name}_e${epochs}`] = meanOf(
        group.flatMap(({ last }) => (last.has(name) ? [last.get(name)!] : [])),
      );
      for (const { seed, last } of group)
        runs[`${dataset}_${name}_e${epochs}_s${seed}`] = last.get(name) ?? null;
    }
    for (const { seed, curves: measured } of group)
      for (const [name, curve] of measured) curves[`${dataset}_${name}_curve_e${epochs}_s${seed}`] = curve;
  }
  return { ...means, ...runs, ...curves };
}

function grouped(
  trainings: readonly Training[],
  key: (training: Training) => string,
): Map<string, Training[]> {
  const groups = new Map<string, Training[]>();
  for (const training of trainings) {
    const name = key(training);
    groups.set(name, [...(groups.get(name) ?? []), training]);
  }
  return groups;
}

function meanOf(values: readonly PickleValue[]): number {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
