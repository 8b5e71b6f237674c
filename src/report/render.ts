import { correlationCsv } from './correlation-csv.ts';
import { correlationJson } from './correlation-json.ts';
import type { CorrelationReport } from './correlation-row.ts';
import { correlationTable } from './correlation-table.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTerminal } from './render-terminal.ts';

/** Every way to write a report down, by the name the command line gives it; CSV and JSON hold all of its rows' fields. */
export const RENDERERS = {
  table: (report) => renderTerminal(correlationTable(report)),
  csv: correlationCsv,
  json: correlationJson,
  markdown: (report) => renderMarkdown(correlationTable(report), { notes: false }),
  latex: (report) => renderLatex(correlationTable(report), { float: false }),
} as const satisfies Record<string, (report: CorrelationReport) => string>;

export type ReportFormat = keyof typeof RENDERERS;
