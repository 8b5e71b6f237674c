import { type Best, markBest } from './mark-best.ts';
import { type MeasureOptions, type ProxyMeasurements, upward } from './measure-study.ts';
import type { PaperCell, PaperTable } from './paper-table.ts';
import type { Statistic } from './statistic.ts';
import type { Study } from './study.ts';
import { studyNotes } from './study-notes.ts';
import { count, percent, range } from './written-number.ts';

/** How the rows come: as the score tables have them, by name, or by falling worth of the first column. */
export const ORDERS = ['given', 'name', 'best'] as const;

export interface StudyTableOptions extends MeasureOptions {
  readonly order: (typeof ORDERS)[number];
  readonly digits: number;
  /** Whether intervals are printed beside the values. */
  readonly intervals: boolean;
  /** What to print in place of a proxy's, a target's or a truth file's name. */
  readonly titles?: ReadonlyMap<string, string>;
  readonly caption?: string;
}

/** What stands for a difference to the best that may be chance. */
const DAGGER = '†';

/** One column of a study's table: a statistic of a target. */
interface StudyColumn {
  readonly over: string;
  readonly statistic: Statistic;
  readonly index: number;
  readonly of: ReadonlyMap<string, ProxyMeasurements>;
}

/** Proxies in rows, benchmarks and targets in columns, the best of each column marked. */
export function studyTable(
  study: Study,
  measured: readonly ProxyMeasurements[],
  options: StudyTableOptions,
): PaperTable {
  const { statistics, digits, titles = new Map<string, string>() } = options;
  const titled = (name: string) => titles.get(name) ?? name;
  const columns = study.benchmarks.flatMap((benchmark) =>
    benchmark.targets.flatMap((target): StudyColumn[] => {
      const of = new Map(
        measured
          .filter((one) => one.benchmark === benchmark && one.target === target)
          .map((one) => [one.proxy.name, one]),
      );
      const over = [...(study.benchmarks.length > 1 ? [benchmark.name] : []), target.name]
        .map(titled)
        .join(' ');
      return statistics.map((statistic, index) => ({ over, statistic, index, of }));
    }),
  );
  const rows = ordered(study.proxies, columns, options.order).map((proxy) => ({
    name: titled(proxy),
    cells: columns.map((column) => cellOf(column.of.get(proxy), column.index, options)),
  }));
  const table: PaperTable = {
    caption: options.caption ?? captionOf(study, statistics, titled),
    stub: 'proxy',
    columns: columns.map(({ over, statistic }) => ({
      over,
      title: statistic.title,
      write: statistic.write(digits),
    })),
    groups: [{ rows }],
    notes: [
      ...markNotes(study, measured, options),
      ...statistics.flatMap(({ title, about, resampled }) =>
        resampled === undefined ? [`${title}: ${about}`] : [],
      ),
      ...controlNotes(study, statistics),
      ...studyNotes(study, measured),
    ],
  };
  const printed = new Map(study.proxies.map((proxy) => [titled(proxy), proxy]));
  return markBest(
    table,
    columns.map((column) => bestOf(column, printed)),
  );
}

function cellOf(
  one: ProxyMeasurements | undefined,
  index: number,
  { intervals }: StudyTableOptions,
): PaperCell {
  const measurement = one?.measurements[index];
  if (measurement === undefined) return { value: null };
  const { value, std, interval, behind } = measurement;
  return {
    value,
    ...(std === undefined ? {} : { spread: std }),
    ...(intervals && interval !== undefined ? { interval } : {}),
    // The interval of the difference holds zero.
    ...(behind !== undefined && behind[0] <= 0 ? { mark: DAGGER } : {}),
  };
}

function bestOf({ statistic, of }: StudyColumn, printed: ReadonlyMap<string, string>): Best {
  if (statistic.best !== 'signed') return statistic.best;
  return (value, name) => {
    const one = of.get(printed.get(name) ?? name);
    return one === undefined ? Number.NaN : upward(one) * value;
  };
}

function ordered(
  proxies: readonly string[],
  columns: readonly StudyColumn[],
  order: StudyTableOptions['order'],
): string[] {
  if (order === 'given') return [...proxies];
  if (order === 'name') return proxies.toSorted((a, b) => (a < b ? -1 : 1));
  const [first] = columns;
  if (first === undefined) return [...proxies];
  const worth = (name: string): number => {
    const one = first.of.get(name);
    const value = one?.measurements[first.index]?.value ?? Number.NaN;
    if (one === undefined || Number.isNaN(value)) return Number.NEGATIVE_INFINITY;
    if (first.statistic.best === 'lowest') return -value;
    return first.statistic.best === 'signed' ? upward(one) * value : value;
  };
  return proxies.toSorted((a, b) => {
    const [left, right] = [worth(a), worth(b)];
    return left === right ? 0 : right - left;
  });
}

function captionOf(
  { proxies, benchmarks }: Study,
  statistics: readonly Statistic[],
  titled: (name: string) => string,
): string {
  const targets = [
    ...new Set(benchmarks.flatMap(({ targets }) => targets.map(({ name }) => titled(name)))),
  ].join(', ');
  const shown = statistics.map(({ title }) => title).join(', ');
  return `How ${proxies.length === 1 ? 'one proxy orders' : `${count(proxies.length)} proxies order`} architectures by ${targets}: ${shown}`;
}

function markNotes(
  { proxies }: Study,
  measured: readonly ProxyMeasurements[],
  { statistics, confidence = 0.95, seed = 0, intervals }: StudyTableOptions,
): string[] {
  const notes: string[] = [];
  if (statistics.some(({ name }) => name === 'spearman')) notes.push("ρ: Spearman's rank correlation");
  if (statistics.some(({ name }) => name === 'kendall')) notes.push("τ: Kendall's tau-b");
  if (proxies.length > 1) notes.push('best in bold, second underlined');
  const draws = measured.map(({ resamples }) => resamples);
  if (Math.max(0, ...draws) === 0) return notes;
  const all = measured.flatMap(({ measurements }) => measurements);
  const drawn = `${range(draws)} bootstrap resamples of the architectures, seed ${seed}`;
  if (all.some(({ behind }) => behind !== undefined && behind[0] <= 0)) {
    notes.push(
      `${DAGGER} not significantly behind the best of the column: the ${percent(confidence)} interval of the difference, over ${drawn}, holds 0`,
    );
  } else if (proxies.length > 1) {
    notes.push(
      `all others are significantly behind the best of their column (${percent(confidence)}, paired, over ${drawn})`,
    );
  }
  if (intervals) notes.push(`[ ] ${percent(confidence)} intervals by percentile, ${drawn}`);
  return notes;
}

function controlNotes({ benchmarks }: Study, statistics: readonly Statistic[]): string[] {
  if (!statistics.some(({ controlled }) => controlled)) return [];
  const names = benchmarks[0]?.controls.map(({ name }) => name) ?? [];
  return [`partial: ${names.join(', ')} controlled for`];
}
