import { InputError } from '../input-error.ts';
import type { NumberColumn, Table } from '../table/table.ts';
import { alignScores, type ScoreColumn } from './align-scores.ts';
import { type Better, namedColumn, numberColumns, protocolProxies } from './choose-columns.ts';
import { type Join, type JoinOptions, joinTables } from './join.ts';
import type { Pair } from './statistic.ts';

/** Proxies of one or several score tables against the targets of one or several truth tables. */
export interface Study {
  readonly benchmarks: readonly Benchmark[];
  /** Names in the order in which the score tables have them. */
  readonly proxies: readonly string[];
  readonly scores: readonly Table[];
  readonly nonfinite: 'drop' | 'worst';
}

/** One truth table with all score tables that join it. */
export interface Benchmark {
  /** The file's name without its folder and endings. */
  readonly name: string;
  /** The architectures that were scored and have a truth, in the truth's order: the rows of all columns here. */
  readonly archs: readonly string[];
  readonly targets: readonly Target[];
  /** By proxy. */
  readonly scores: ReadonlyMap<string, ProxyScores>;
  /** What partial correlations control for; NaN where there is no finite number. */
  readonly controls: readonly { readonly name: string; readonly values: Float64Array }[];
  readonly joins: readonly Join[];
}

export interface Target {
  readonly name: string;
  readonly better: Better;
  /** NaN where the truth holds no finite number. */
  readonly values: Float64Array;
}

export interface ProxyScores {
  readonly name: string;
  readonly better: Better;
  /** One for each score table that has the proxy: repetitions, such as seeds. */
  readonly columns: readonly ScoreColumn[];
}

export interface StudyOptions extends JoinOptions {
  readonly proxies?: readonly string[];
  readonly targets?: readonly string[];
  /** Columns where lower is better; a protocol says it of its own proxies. */
  readonly lower?: readonly string[];
  readonly nonfinite?: 'drop' | 'worst';
  /** Columns, of the score tables or of the truth, that partial correlations control for. */
  readonly given?: readonly string[];
}

/** The architectures that have a score and a truth, and where asked all controls. */
export function pairOf(
  column: ScoreColumn,
  proxy: ProxyScores,
  target: Target,
  controls: readonly { readonly values: Float64Array }[] = [],
): Pair {
  const rows: number[] = [];
  for (let row = 0; row < column.values.length; row += 1) {
    const counts = !Number.isNaN(column.values[row]) && !Number.isNaN(target.values[row]);
    if (counts && controls.every(({ values }) => !Number.isNaN(values[row]))) rows.push(row);
  }
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return {
    x: pick(column.values),
    y: pick(target.values),
    xUp: sign(proxy.better),
    yUp: sign(target.better),
    controls: controls.map(({ values }) => pick(values)),
  };
}

/** 1 where higher is better, -1 where lower is. */
export function sign(better: Better): 1 | -1 {
  return better === 'lower' ? -1 : 1;
}

interface Joined {
  readonly table: Table;
  readonly join: Join;
}

/**
 * Joins every score table with every truth table that shares architectures with it. Score tables with a proxy of the
 * same name are repetitions of it.
 *
 * @throws InputError where a table joins none, a column is missing, or holds no numbers.
 */
export function gatherStudy(
  scores: readonly Table[],
  truths: readonly Table[],
  options: StudyOptions = {},
): Study {
  const on = options.on ?? 'arch';
  const proxies = new Map(scores.map((table) => [table, chosen(table, scores, on, options.proxies)]));
  const targets = new Map(truths.map((table) => [table, chosen(table, truths, on, options.targets)]));
  checkLower([...proxies.values(), ...targets.values()].flat(), options.lower ?? []);
  const joinedScores = new Set<Table>();
  let refusal: InputError | undefined;
  const benchmarks = truths.map((truth) => {
    const joined: Joined[] = [];
    let first: InputError | undefined;
    for (const table of scores) {
      try {
        joined.push({ table, join: joinTables(table, truth, options) });
        joinedScores.add(table);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        first ??= error;
        refusal ??= error;
      }
    }
    if (joined.length === 0) throw first;
    return benchmarkOf(truth, joined, targets.get(truth)!, proxies, options);
  });
  if (joinedScores.size < scores.length) throw refusal;
  const names = new Set([...proxies.values()].flatMap((columns) => columns.map(({ name }) => name)));
  return {
    benchmarks: distinctlyNamed(benchmarks),
    proxies: [...(options.proxies ?? names)].filter((name, i, all) => all.indexOf(name) === i),
    scores,
    nonfinite: options.nonfinite ?? 'drop',
  };
}

/** The asked columns that this table has, one of the tables at least having each; or all of its numbers. */
function chosen(
  table: Table,
  tables: readonly Table[],
  on: string,
  asked: readonly string[] | undefined,
): NumberColumn[] {
  const has = (one: Table, name: string) => one.columns.some((column) => column.name === name);
  const unknown = asked?.find((name) => !tables.some((one) => has(one, name)));
  if (unknown !== undefined) namedColumn(table, unknown);
  const here = asked?.filter((name) => has(table, name));
  if (here !== undefined && here.length === 0) namedColumn(table, asked![0]!);
  return numberColumns(table, on, here);
}

function checkLower(columns: readonly NumberColumn[], lower: readonly string[]): void {
  const unknown = lower.find((name) => !columns.some((column) => column.name === name));
  if (unknown === undefined) return;
  const names = [...new Set(columns.map(({ name }) => name))].join(', ');
  throw new InputError(
    `--lower names ${JSON.stringify(unknown)}, which is none of the columns compared: ${names}`,
  );
}

function benchmarkOf(
  truth: Table,
  joined: readonly Joined[],
  targets: readonly NumberColumn[],
  proxies: ReadonlyMap<Table, readonly NumberColumn[]>,
  { lower = [], nonfinite = 'drop', given = [] }: StudyOptions,
): Benchmark {
  const rows = commonRows(joined);
  const scores = new Map<string, { name: string; better: Better; columns: ScoreColumn[] }>();
  for (const [index, { table, join }] of joined.entries()) {
    const stated = new Map(protocolProxies(table)?.map(({ name, better }) => [name, better]));
    for (const column of proxies.get(table)!) {
      const better = lower.includes(column.name) ? 'lower' : (stated.get(column.name) ?? 'higher');
      const aligned = alignScores({
        table,
        column,
        join,
        rows: rows.of[index]!,
        length: rows.truthRows.length,
        nonfinite,
        better,
      });
      const known = scores.get(column.name);
      if (known === undefined) scores.set(column.name, { name: column.name, better, columns: [aligned] });
      else known.columns.push(aligned);
    }
  }
  const archs = truth.columns.find(({ name, kind }) => name === 'arch' && kind === 'text');
  return {
    name: baseName(truth.source),
    archs: Array.from(rows.truthRows, (row, i) => String(archs?.values[row] ?? rows.keys[i])),
    targets: targets.map(({ name, values }) => ({
      name,
      better: lower.includes(name) ? 'lower' : 'higher',
      values: Float64Array.from(rows.truthRows, (row) => finite(values[row]!)),
    })),
    scores,
    controls: given.map((name) => ({ name, values: controlValues(name, truth, joined, rows) })),
    joins: joined.map(({ join }) => join),
  };
}

/** A control's values, of the score tables in their order where they have it, else of the truth. */
function controlValues(
  name: string,
  truth: Table,
  joined: readonly Joined[],
  rows: ReturnType<typeof commonRows>,
): Float64Array {
  const values = new Float64Array(rows.truthRows.length).fill(Number.NaN);
  const tables = joined.filter(({ table }) => table.columns.some((column) => column.name === name));
  if (tables.length === 0) {
    const [column] = numberColumns(truth, '', [name]);
    return values.map((_, row) => finite(column!.values[rows.truthRows[row]!]!));
  }
  for (const one of tables) {
    const [column] = numberColumns(one.table, '', [name]);
    for (const [i, row] of rows.of[joined.indexOf(one)]!.entries()) {
      if (Number.isNaN(values[row])) values[row] = finite(column!.values[one.join.scoreRows[i]!]!);
    }
  }
  return values;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

/** The architectures of all joins as rows in the truth's order, and for each join the row of each of its pairs. */
function commonRows(joined: readonly Joined[]) {
  const truthRowOf = new Map<string | number, number>();
  const keysOf = joined.map(({ table, join }) => {
    const key = namedColumn(table, join.on);
    return Array.from(join.scoreRows, (row) => key.values[row] as string | number);
  });
  for (const [index, keys] of keysOf.entries()) {
    const { truthRows } = joined[index]!.join;
    for (const [i, key] of keys.entries()) truthRowOf.set(key, truthRows[i]!);
  }
  const keys = [...truthRowOf.keys()];
  // Joins come in the truth's order: several need to be merged, those of one class staying as they came.
  if (joined.length > 1) keys.sort((a, b) => truthRowOf.get(a)! - truthRowOf.get(b)!);
  const rowOf = new Map(keys.map((key, row) => [key, row]));
  return {
    keys,
    truthRows: Int32Array.from(keys, (key) => truthRowOf.get(key)!),
    of: keysOf.map((keys) => Int32Array.from(keys, (key) => rowOf.get(key)!)),
  };
}

function baseName(source: string): string {
  return source === '-' ? 'stdin' : source.replace(/^.*[/\\]/, '').replace(/(?:\.[a-z]+){1,2}$/i, '');
}

function distinctlyNamed(benchmarks: readonly Benchmark[]): Benchmark[] {
  return benchmarks.map((benchmark, index) => {
    const before = benchmarks.slice(0, index).filter(({ name }) => name === benchmark.name).length;
    return before === 0 ? benchmark : { ...benchmark, name: `${benchmark.name} ${before + 1}` };
  });
}
