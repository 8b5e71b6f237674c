import { markBest } from '../report/mark-best.ts';
import type { PaperCell, PaperColumn, PaperTable } from '../report/paper-table.ts';
import { amount, count, percent } from '../report/written-number.ts';
import type { CurveBenchReport, CurveBenchRow } from '../run/curves/bench-curves.ts';

type BenchColumn = PaperColumn & { readonly cell: (row: CurveBenchRow) => PaperCell };

/** A benchmark as a paper prints it: a group for each set and number of epochs seen, estimators in their order. */
export function benchTable({ rows, notes }: CurveBenchReport, confidence: number): PaperTable {
  const columns: BenchColumn[] = [
    { title: 'n', write: count, cell: ({ n }) => ({ value: n }) },
    { title: 'fallbacks', write: count, cell: ({ fallbacks }) => ({ value: fallbacks }) },
    { title: 'Spearman', cell: ({ spearman }) => ({ value: spearman }) },
    { title: 'Kendall', cell: ({ kendall }) => ({ value: kendall }) },
    { title: 'MAE', write: amount, cell: ({ mae }) => ({ value: mae }) },
    { title: 'RMSE', write: amount, cell: ({ rmse }) => ({ value: rmse }) },
    { title: 'R²', cell: ({ r2 }) => ({ value: r2 }) },
    { title: `in ${percent(confidence)}`, cell: ({ coverage }) => ({ value: coverage }) },
    { title: 'ms/curve', write: amount, cell: ({ seconds }) => ({ value: 1000 * seconds }) },
  ];
  const groups = new Map<string, CurveBenchRow[]>();
  for (const row of rows) {
    const title = `${row.set}, ${row.seen} of ${row.epochs} epochs`;
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [row]);
    else group.push(row);
  }
  const table: PaperTable = {
    stub: 'estimator',
    groupedBy: 'set',
    columns,
    groups: Array.from(groups, ([title, group]) => ({
      title,
      rows: group.map((row) => ({ name: row.estimator, cells: columns.map(({ cell }) => cell(row)) })),
    })),
    notes: [...notes, ...readingNotes(rows)],
  };
  return markBest(table, [
    undefined,
    undefined,
    'highest',
    'highest',
    'lowest',
    'lowest',
    'highest',
    undefined,
    undefined,
  ]);
}

function readingNotes(rows: readonly CurveBenchRow[]): string[] {
  const notes: string[] = [];
  const train = Math.max(0, ...rows.map((row) => row.train));
  const differ = rows.some((row) => rows.some((other) => other.set === row.set && other.n !== row.n));
  if (train > 0 && differ) {
    notes.push(
      `ridge and other learned estimators learn from ${train} curves of a set and are judged on the rest, the others on all; --held-out judges all on the same`,
    );
  }
  if (rows.some(({ fallbacks }) => fallbacks > 0))
    notes.push('fallbacks: curves that an estimator could not fit, and for which the last value seen stands');
  return notes;
}
