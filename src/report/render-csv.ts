import type { CorrelationReport, CorrelationRow } from './correlation-row.ts';
import { safeText } from './safe-text.ts';

/** The fields of a row in the order of the columns. */
const FIELDS = [
  'proxy',
  'target',
  'top',
  'n',
  'dropped',
  'placedWorst',
  'spearman',
  'spearmanLow',
  'spearmanHigh',
  'spearmanP',
  'kendall',
  'kendallLow',
  'kendallHigh',
  'kendallP',
  'weightedTau',
  'tiesProxy',
  'tiesTarget',
  'precision',
  'regret',
  'resamples',
] as const satisfies readonly (keyof CorrelationRow)[];

const REASONS = ['unmatched', 'ambiguous', 'target', 'missing', 'nonfinite'] as const;

/** A report as CSV (RFC 4180, but lines end in \n): every field in full precision, undefined values empty. */
export function renderCsv({ rows }: CorrelationReport): string {
  const header = [...FIELDS, ...REASONS.map((reason) => `dropped_${reason}`)];
  const body = rows.map((row) =>
    [...FIELDS.map((field) => row[field]), ...REASONS.map((reason) => row.droppedWhy[reason])].map(csvCell),
  );
  return [header, ...body].map((cells) => `${cells.join(',')}\n`).join('');
}

/**
 * One cell. Text that a spreadsheet would take for a formula is preceded by an apostrophe, and text that would end
 * the cell is quoted.
 */
export function csvCell(value: string | number | null): string {
  if (value === null || Number.isNaN(value)) return '';
  if (typeof value === 'number') return String(value);
  const text = safeText(value);
  const isFormula = /^[=+\-@]/.test(text) && !Number.isFinite(Number(text));
  const plain = isFormula ? `'${text}` : text;
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
