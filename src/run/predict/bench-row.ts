import type { TrialResult } from '../../../estimators/predictors/trial.ts';
import { InputError } from '../../input-error.ts';
import { PROTOCOL_KEY, type Protocol } from '../../table/protocol.ts';
import { type Column, findColumn, type Table } from '../../table/table.ts';
import type { BenchCell } from './bench-plan.ts';

/** One fit and its test, as it is written down. */
export interface BenchRow extends BenchCell, TrialResult {
  /** The space's id, or `unknown`. */
  readonly space: string;
  readonly target: string;
  /** Architectures it was tested on. */
  readonly test: number;
  readonly top: number;
  /** What went wrong; its measures are NaN then. */
  readonly problem: string | null;
}

type NumberName = Exclude<keyof BenchRow, 'space' | 'target' | 'predictor' | 'encoding' | 'problem'>;

const TEXTS = ['space', 'target', 'predictor', 'encoding'] as const;
const COUNTS = ['train', 'trial', 'test', 'top'] as const satisfies readonly NumberName[];
const MEASURES = [
  'spearman',
  'kendall',
  'pearson',
  'rmse',
  'precision',
  'regret',
  'fitSeconds',
  'querySeconds',
] as const satisfies readonly NumberName[];

/** Measures by which predictors are compared, and which end is good. */
export const METRICS: Readonly<Record<(typeof MEASURES)[number], 'highest' | 'lowest'>> = {
  spearman: 'highest',
  kendall: 'highest',
  pearson: 'highest',
  rmse: 'lowest',
  precision: 'highest',
  regret: 'lowest',
  fitSeconds: 'lowest',
  querySeconds: 'lowest',
};

export type Metric = keyof typeof METRICS;

export const FAILED: TrialResult = {
  spearman: Number.NaN,
  kendall: Number.NaN,
  pearson: Number.NaN,
  rmse: Number.NaN,
  precision: Number.NaN,
  regret: Number.NaN,
  fitSeconds: Number.NaN,
  querySeconds: Number.NaN,
};

/** What tells rows of one bench apart. */
export function keyOf(row: BenchCell & { readonly target: string }): string {
  return JSON.stringify([row.target, row.predictor, row.encoding, row.train, row.trial]);
}

/** Rows as a table with the protocol that made them. */
export function benchTable(rows: readonly BenchRow[], protocol: Protocol): Table {
  const numbers = [...COUNTS, ...MEASURES].map((name): Column => {
    const values = Float64Array.from(rows, (row) => row[name]);
    const hasMissing = values.some(Number.isNaN);
    return {
      kind: 'number',
      name,
      values,
      ...(hasMissing ? { missing: Uint8Array.from(values, (value) => Number(Number.isNaN(value))) } : {}),
    };
  });
  const texts = [...TEXTS, 'problem' as const].map(
    (name): Column => ({ kind: 'text', name, values: rows.map((row) => row[name]) }),
  );
  return {
    source: 'the bench',
    rows: rows.length,
    columns: [...texts.slice(0, -1), ...numbers, texts.at(-1)!],
    metadata: new Map([[PROTOCOL_KEY, JSON.stringify(protocol)]]),
  };
}

/** The rows of a table that {@link benchTable} made. Throws {@link InputError} on any other. */
export function benchRows(table: Table): BenchRow[] {
  const column = (name: string, kind: 'number' | 'text'): Column => {
    const found = findColumn(table, name);
    if (found?.kind === kind) return found;
    throw new InputError(
      `${table.source}: is no table of a predictor bench, its column "${name}" is not of ${kind}s: name another file`,
    );
  };
  const texts = TEXTS.map((name) => column(name, 'text'));
  const numbers = [...COUNTS, ...MEASURES].map((name) => column(name, 'number'));
  const problem = column('problem', 'text');
  return Array.from({ length: table.rows }, (_, row) => {
    const members = [
      ...TEXTS.map((name, i) => [name, String(texts[i]!.values[row])]),
      ...[...COUNTS, ...MEASURES].map((name, i) => [name, Number(numbers[i]!.values[row])]),
      ['problem', problem.values[row]],
    ];
    return Object.fromEntries(members) as unknown as BenchRow;
  });
}
