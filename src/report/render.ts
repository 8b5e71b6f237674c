import type { CorrelationReport } from './correlation-row.ts';
import { renderCsv } from './render-csv.ts';
import { renderJson } from './render-json.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTerminal } from './render-terminal.ts';

/** Every way to write a report down, by the name the command line gives it. */
export const RENDERERS = {
  table: renderTerminal,
  csv: renderCsv,
  json: renderJson,
  markdown: renderMarkdown,
  latex: renderLatex,
} as const satisfies Record<string, (report: CorrelationReport) => string>;

export type ReportFormat = keyof typeof RENDERERS;
