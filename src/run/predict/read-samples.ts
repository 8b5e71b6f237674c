import type { ProxyColumn, Sample, SampleKind } from '../../../estimators/predictors/sample.ts';
import type { Labelled } from '../../../estimators/predictors/trial.ts';
import { PROXIES } from '../../../proxies/index.ts';
import { InputError } from '../../input-error.ts';
import { namedColumn, numberColumns, protocolProxies } from '../../report/choose-columns.ts';
import { joinTables } from '../../report/join.ts';
import type { CellGraph, CellView } from '../../spaces/cell.ts';
import { CELL_VIEWS } from '../../spaces/cells.ts';
import { type Column, findColumn, type NumberColumn, type Table } from '../../table/table.ts';

/** Which tables and columns make up the samples. */
export interface SampleChoice {
  readonly truth: Table;
  /** Zero-cost scores; the truth itself where it has them too. */
  readonly scores?: Table;
  /** The join key of the two; `arch` unless given. */
  readonly on?: string;
  /** The representative of an isomorphism class: joins what has no exact partner. */
  readonly canonical?: (arch: string) => string;
  readonly proxies?: readonly string[];
  /** Proxies where lower is better, besides those that are known to be so. */
  readonly lower?: readonly string[];
  /** A column of learning curves, of which the first epochs are seen. */
  readonly curve?: { readonly column: string; readonly seen: number };
}

/** Architectures of one table, in its order. */
export interface SampleSet {
  readonly kind: SampleKind;
  readonly samples: readonly Sample[];
  /** For each sample its row of the truth. */
  readonly rows: Int32Array;
  /** Rows of the truth that have no scores. */
  readonly withoutScores: number;
}

/**
 * The samples that the tables hold: every row of the truth, or those that the scores join.
 *
 * @throws {@link InputError} naming the column, architecture or option that is wrong.
 */
export function readSamples(choice: SampleChoice): SampleSet {
  const { truth, scores, on = 'arch', canonical } = choice;
  const joined =
    scores === undefined || scores === truth
      ? undefined
      : joinTables(scores, truth, { on, ...(canonical === undefined ? {} : { canonical }) });
  const rows = joined?.truthRows ?? Int32Array.from({ length: truth.rows }, (_, row) => row);
  const scoreRows = joined?.scoreRows ?? rows;
  const view = viewOf(truth);
  const graphs = view === undefined ? undefined : graphReader(view, truth);
  const columns = scores === undefined ? [] : scoreColumns(scores, choice);
  const curves = choice.curve === undefined ? undefined : curveReader(truth, choice.curve);
  return {
    kind: {
      space: view?.id ?? null,
      proxies: scores === undefined ? [] : proxiesOf(scores, columns, choice.lower ?? []),
      seen: choice.curve?.seen ?? 0,
    },
    samples: Array.from(rows, (row, at) => ({
      cell: graphs?.(row) ?? null,
      scores: columns.map((column) => column.values[scoreRows[at]!]!),
      curve: curves?.(row) ?? [],
    })),
    rows,
    withoutScores: truth.rows - rows.length,
  };
}

/** The values to predict, a list standing for its last entry: one for each sample, NaN where there is none. */
export function readTargets(truth: Table, target: string, rows: Int32Array): Float64Array {
  const column = namedColumn(truth, target);
  if (column.kind === 'text') {
    throw new InputError(
      `column ${JSON.stringify(target)} of ${truth.source} holds text, no numbers: choose another`,
    );
  }
  return Float64Array.from(rows, (row) =>
    column.kind === 'number' ? column.values[row]! : (column.values[row]?.at(-1) ?? Number.NaN),
  );
}

/** The samples whose target is known. */
export function knownSamples({ samples }: SampleSet, values: Float64Array): Labelled {
  const known = samples.flatMap((_, at) => (Number.isFinite(values[at]) ? [at] : []));
  return { samples: known.map((at) => samples[at]!), targets: Float64Array.from(known, (at) => values[at]!) };
}

/** The first space whose columns the table has and whose first architecture it understands. */
function viewOf(table: Table): CellView | undefined {
  return CELL_VIEWS.find((view) => {
    const columns = textColumns(view, table);
    if (columns === undefined || table.rows === 0) return false;
    try {
      view.graph(columns.map((column) => String(column.values[0] ?? '')));
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  });
}

function textColumns(view: CellView, table: Table): Column[] | undefined {
  const columns = view.columns.map((name) => findColumn(table, name));
  return columns.every((column) => column?.kind === 'text') ? (columns as Column[]) : undefined;
}

function graphReader(view: CellView, table: Table): (row: number) => CellGraph {
  const columns = textColumns(view, table)!;
  return (row) => {
    try {
      return view.graph(columns.map((column) => String(column.values[row] ?? '')));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${table.source}, row ${row + 1}: ${error.message}`);
    }
  };
}

function scoreColumns(scores: Table, { truth, on = 'arch', proxies }: SampleChoice): NumberColumn[] {
  if (scores === truth && proxies === undefined) {
    throw new InputError(
      `${scores.source} is both truth and scores: name the columns that are scores with --proxies`,
    );
  }
  return numberColumns(scores, on, proxies);
}

function proxiesOf(scores: Table, columns: readonly NumberColumn[], lower: readonly string[]): ProxyColumn[] {
  const unknown = lower.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) {
    throw new InputError(
      `--lower ${JSON.stringify(unknown)}: is none of the proxies, ${columns.map(({ name }) => name).join(', ')}`,
    );
  }
  const told = [...(protocolProxies(scores) ?? []), ...PROXIES];
  return columns.map(({ name }) => ({
    name,
    better: lower.includes(name) ? 'lower' : (told.find((proxy) => proxy.name === name)?.better ?? 'higher'),
  }));
}

function curveReader(
  table: Table,
  { column: name, seen }: { column: string; seen: number },
): (row: number) => number[] {
  const column = namedColumn(table, name);
  if (column.kind !== 'list') {
    throw new InputError(
      `column ${JSON.stringify(name)} of ${table.source} holds no lists: --curve takes a column of learning curves`,
    );
  }
  return (row) => (column.values[row] ?? []).slice(0, seen);
}
