import type { CorrelationReport, CorrelationRow } from './correlation-row.ts';
import { safeText } from './safe-text.ts';

/** One column of a table of correlations as people read it. */
interface CellColumn {
  readonly title: string;
  readonly cell: (row: CorrelationRow) => string;
}

/** A table of correlations in cells of text, which the terminal, Markdown and LaTeX dress each in their own way. */
export interface Cells {
  /** Titles; the first column is flush left, the others, of numbers, flush right. */
  readonly header: readonly string[];
  /** One for each target and share, best proxy first. */
  readonly groups: readonly { readonly title: string; readonly rows: readonly (readonly string[])[] }[];
}

/** The cells of a report: targets in their order, proxies by falling |Spearman|. */
export function cellsOf({ rows, confidence }: CorrelationReport): Cells {
  const level = `${percent(confidence)} interval`;
  const withTop = rows.some(({ top }) => top !== null);
  const columns: CellColumn[] = [
    { title: 'proxy', cell: (row) => safeText(row.proxy) },
    { title: 'n', cell: (row) => row.n.toLocaleString('en') },
    { title: 'dropped', cell: (row) => row.dropped.toLocaleString('en') },
    { title: 'Spearman', cell: (row) => share(row.spearman) },
    { title: level, cell: (row) => interval(row.spearmanLow, row.spearmanHigh) },
    { title: 'Kendall', cell: (row) => share(row.kendall) },
    { title: level, cell: (row) => interval(row.kendallLow, row.kendallHigh) },
  ];
  if (withTop) {
    columns.push(
      { title: 'precision', cell: ({ precision }) => (precision === null ? '' : share(precision)) },
      { title: 'regret', cell: ({ regret }) => (regret === null ? '' : amount(regret)) },
    );
  }
  const groups = new Map<string, CorrelationRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.target, row.top]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return {
    header: columns.map(({ title }) => title),
    groups: [...groups.values()].map((group) => ({
      title: titleOf(group[0]!),
      rows: group.toSorted(byStrength).map((row) => columns.map(({ cell }) => cell(row))),
    })),
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

/** Three decimals without the leading zero, as correlations are printed; an undefined one is a dash. */
function share(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value
    .toFixed(3)
    .replace(/^-0\.000$/, '0.000')
    .replace(/^(-?)0\./, '$1.');
}

function interval(low: number, high: number): string {
  return Number.isNaN(low) || Number.isNaN(high) ? '–' : `[${share(low)}, ${share(high)}]`;
}

/** Three significant digits. */
function amount(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(6))} %`;
}
