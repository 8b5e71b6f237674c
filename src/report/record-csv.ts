import { csvCell } from './render-csv.ts';

/** Rows with the same fields as CSV: every field in full precision, what is undefined empty. */
export function recordCsv(rows: readonly Readonly<Record<string, string | number | null>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? null))];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}
