import type { CorrelationReport, CorrelationRow } from './correlation-row.ts';
import { csvCell } from './render-csv.ts';

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
export function correlationCsv({ rows }: CorrelationReport): string {
  const header = [...FIELDS, ...REASONS.map((reason) => `dropped_${reason}`)];
  const body = rows.map((row) =>
    [...FIELDS.map((field) => row[field]), ...REASONS.map((reason) => row.droppedWhy[reason])].map(csvCell),
  );
  return [header, ...body].map((cells) => `${cells.join(',')}\n`).join('');
}
