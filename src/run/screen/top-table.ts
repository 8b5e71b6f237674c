import type { PaperColumn, PaperGroup, PaperTable } from '../../report/paper-table.ts';
import { count } from '../../report/written-number.ts';
import type { ScreenResult, ScreenRow } from './screen-event.ts';
import type { Screening } from './screening.ts';

type TopColumn = PaperColumn & { readonly of: (row: ScreenRow) => number };

/** The top as people read it, and beneath it the Pareto front where one was asked for, the cheapest first. */
export function topTable({ rows }: ScreenResult, screening: Screening): PaperTable {
  const { source, stages, limits, pareto, truth, top } = screening;
  const last = stages.at(-1)!.ranking;
  const names = [
    ...stages.flatMap(({ ranking }) => ranking.of.map(({ name }) => name)),
    ...limits.map(({ name }) => name),
    ...(pareto === undefined ? [] : [pareto]),
    'params',
    ...(truth === undefined ? [] : [truth.name]),
  ].filter((name) => rows[0] !== undefined && Object.hasOwn(rows[0].values, name));
  const columns: TopColumn[] = [
    { title: 'rank', write: count, of: ({ rank }) => rank },
    ...(last.aggregation === undefined
      ? []
      : [{ title: last.title, write: figure, of: ({ score }: ScreenRow) => score }]),
    ...[...new Set(names)].map((name) => ({
      title: name,
      write: figure,
      of: ({ values }: ScreenRow) => values[name]!,
    })),
  ];
  const group = (title: string, some: readonly ScreenRow[]): PaperGroup => ({
    title,
    rows: some.map((row) => ({ name: row.arch, cells: columns.map(({ of }) => ({ value: of(row) })) })),
  });
  const best = rows.filter(({ rank }) => rank <= top);
  const groups = [group(`top ${count(best.length)}`, best)];
  if (pareto !== undefined) {
    const front = rows.filter(({ front }) => front).toSorted((a, b) => a.values[pareto]! - b.values[pareto]!);
    groups.push(group(`Pareto front of ${last.title} against ${pareto}`, front));
  }
  return {
    caption: `The best ${count(best.length)} of ${source.title} by ${last.title}`,
    stub: 'arch',
    groupedBy: 'part',
    columns,
    groups,
    notes: [],
  };
}

/** Whole numbers with their thousands apart, others with six significant digits. */
function figure(value: number): string {
  if (Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6)));
}
