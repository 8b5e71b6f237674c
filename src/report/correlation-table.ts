import { safeText } from '../safe-text.ts';
import type { CorrelationReport, CorrelationRow } from './correlation-row.ts';
import type { PaperCell, PaperColumn, PaperTable } from './paper-table.ts';
import { amount, count, percent } from './written-number.ts';

/** One column of a table of correlations as people read it. */
type CorrelationColumn = PaperColumn & { readonly cell: (row: CorrelationRow) => PaperCell };

/** A report as a table: a group for each target and share in their order, proxies by falling |Spearman|. */
export function correlationTable({ rows, confidence, notes }: CorrelationReport): PaperTable {
  const level = `${percent(confidence)} interval`;
  const columns: CorrelationColumn[] = [
    { title: 'n', write: count, cell: ({ n }) => ({ value: n }) },
    { title: 'dropped', write: count, cell: ({ dropped }) => ({ value: dropped }) },
    { title: 'Spearman', cell: ({ spearman }) => ({ value: spearman }) },
    {
      title: level,
      cell: ({ spearmanLow, spearmanHigh }) => ({ value: null, interval: [spearmanLow, spearmanHigh] }),
    },
    { title: 'Kendall', cell: ({ kendall }) => ({ value: kendall }) },
    {
      title: level,
      cell: ({ kendallLow, kendallHigh }) => ({ value: null, interval: [kendallLow, kendallHigh] }),
    },
  ];
  if (rows.some(({ top }) => top !== null)) {
    columns.push(
      { title: 'precision', cell: ({ precision }) => ({ value: precision }) },
      { title: 'regret', write: amount, cell: ({ regret }) => ({ value: regret }) },
    );
  }
  const groups = new Map<string, CorrelationRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.target, row.top]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const titled = [...groups.values()].map((group) => ({
    title: titleOf(group[0]!),
    rows: group
      .toSorted(byStrength)
      .map((row) => ({ name: row.proxy, cells: columns.map(({ cell }) => cell(row)) })),
  }));
  return {
    ...(titled.length > 1 ? {} : { caption: `Correlation with ${titled[0]?.title ?? ''}` }),
    stub: 'proxy',
    groupedBy: 'target',
    columns,
    groups: titled,
    notes,
  };
}

/** Undefined correlations come last. */
function byStrength(a: CorrelationRow, b: CorrelationRow): number {
  const strength = ({ spearman }: CorrelationRow) => (Number.isNaN(spearman) ? -1 : Math.abs(spearman));
  return strength(b) - strength(a);
}

function titleOf({ target, top }: CorrelationRow): string {
  return top === null ? safeText(target) : `${safeText(target)}, best ${percent(top)}`;
}
