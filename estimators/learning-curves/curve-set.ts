import { InputError } from '../../src/input-error.ts';
import { type Column, findColumn, type NumberColumn, type Table } from '../../src/table/table.ts';
import { type CurveColumns, chooseCurve, chooseLosses } from './curve-columns.ts';
import type { MetricRange } from './seen-curve.ts';

/** Curves of one length, of networks trained alike. */
export interface CurveSet {
  /** By its file, and by what else tells it from others: `metaqnn_cifar10`, `curves/cifar10/200`. */
  readonly name: string;
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  readonly range: MetricRange;
  /** Of every curve. */
  readonly epochs: number;
  readonly curves: readonly LabelledCurve[];
  /** What is known of the architectures, by name. */
  readonly features: readonly string[];
}

export interface LabelledCurve {
  /** Row of the table, from 0. */
  readonly row: number;
  /** The architecture, where the table names it. */
  readonly arch: string | null;
  /** One value an epoch, NaN where there is none. */
  readonly values: readonly number[];
  readonly losses?: readonly number[];
  readonly features: readonly number[];
}

export interface CurveSetOptions {
  /** Which columns hold the curves, and the training losses. */
  readonly curve?: string;
  readonly losses?: string;
  readonly better?: 'higher' | 'lower';
  /** Columns that describe the architecture: those whose names say so unless given. */
  readonly features?: readonly string[];
}

/** Columns whose values keep rows from being compared. */
const APART = ['space', 'dataset'];

/** Columns of numbers that describe an architecture and not its success. */
const DESCRIBES = /param|flop|mac|depth|width|layer|stage|channel|n_inputs|^(base_)?lr$/i;

/** Columns that name an architecture. */
const NAMES = ['arch', 'net', 'architecture', 'genotype', 'hash'];

/** A network whose last value nobody knows has no part in a set. */
export interface CurveSets {
  readonly sets: readonly CurveSet[];
  /** Rows without a curve of at least three epochs. */
  readonly without: number;
}

/**
 * The curve sets of a table. Rows of different lengths, spaces or data sets make sets of their own.
 * @throws InputError where no row holds a curve, or a named column is missing
 */
export function curveSets(table: Table, options: CurveSetOptions = {}): CurveSets {
  const chosen = chooseCurve(table, options.curve);
  const losses = chooseLosses(table, chosen, options.losses);
  const features = featureColumns(table, options.features);
  const apart = APART.map((name) => findColumn(table, name)).filter(
    (column): column is Column => column !== undefined && new Set<unknown>(column.values).size > 1,
  );
  const archs = NAMES.map((name) => findColumn(table, name)).find((column) => column?.kind === 'text');
  const groups = new Map<string, { parts: string[]; curves: LabelledCurve[] }>();
  const lengths = new Set<number>();
  let without = 0;
  for (let row = 0; row < table.rows; row += 1) {
    const values = chosen.curve(row);
    if (values.length < 3 || !values.some(Number.isFinite)) {
      without += 1;
      continue;
    }
    lengths.add(values.length);
    const parts = [...apart.map((column) => String(column.values[row] ?? '')), String(values.length)];
    const key = JSON.stringify(parts);
    let group = groups.get(key);
    if (group === undefined) {
      group = { parts, curves: [] };
      groups.set(key, group);
    }
    const training = losses?.curve(row);
    group.curves.push({
      row,
      arch: archs === undefined ? null : String(archs.values[row] ?? ''),
      values,
      ...(training !== undefined && training.length >= values.length && { losses: training }),
      features: features.map((column) => column.values[row]!),
    });
  }
  if (groups.size === 0) {
    throw new InputError(`${table.source}: no row holds a curve ${chosen.name} of at least 3 epochs`);
  }
  const name = setName(table.source);
  const sets = [...groups.values()].map(({ parts, curves }): CurveSet => {
    const better = options.better ?? direction(chosen, curves);
    return {
      name: [name, ...(lengths.size > 1 ? parts : parts.slice(0, -1))].join('/'),
      metric: chosen.name,
      better,
      range: rangeOf(curves, better),
      epochs: curves[0]!.values.length,
      curves,
      features: features.map((column) => column.name),
    };
  });
  return { sets, without };
}

/** The file's name without folder and extensions, and without `mit_`, which the collection of Baker et al. puts first. */
function setName(source: string): string {
  const base = source
    .replace(/^.*[/\\]/, '')
    .replace(/\.(?:csv|tsv|jsonl?|ndjson|arrow|feather|ipc|parquet)?(?:\.gz)?$/i, '');
  return base === '' || base === '-' ? 'stdin' : base.replace(/^mit_/, '');
}

function featureColumns(table: Table, asked: readonly string[] | undefined): NumberColumn[] {
  if (asked === undefined) {
    return table.columns.filter(
      (column): column is NumberColumn =>
        column.kind === 'number' && DESCRIBES.test(column.name) && column.values.every(Number.isFinite),
    );
  }
  return asked.map((name) => {
    const column = findColumn(table, name);
    if (column === undefined) throw new InputError(`--features ${name}: ${table.source} has no such column`);
    if (column.kind !== 'number' || !column.values.every(Number.isFinite))
      throw new InputError(`--features ${name}: a number in every row is needed, choose another column`);
    return column;
  });
}

/** By the metric's name, else by where most curves go. */
function direction({ name }: CurveColumns, curves: readonly LabelledCurve[]): 'higher' | 'lower' {
  if (/loss|err|perplexity|ppl/i.test(name)) return 'lower';
  const rising = curves.filter(({ values }) => {
    const seen = values.filter(Number.isFinite);
    return seen.at(-1)! >= seen[0]!;
  });
  return 2 * rising.length >= curves.length ? 'higher' : 'lower';
}

/** A share or a percentage where no value contradicts it, else anything from 0 up, else anything. */
function rangeOf(curves: readonly LabelledCurve[], better: 'higher' | 'lower'): MetricRange {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of curves) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high && value < Number.POSITIVE_INFINITY) high = value;
    }
  }
  if (low < 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (better === 'lower') return { low: 0, high: Number.POSITIVE_INFINITY };
  return { low: 0, high: high <= 1 ? 1 : high <= 100 ? 100 : Number.POSITIVE_INFINITY };
}
