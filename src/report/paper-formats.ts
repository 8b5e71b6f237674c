import type { PaperTable } from './paper-table.ts';
import { renderCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTerminal } from './render-terminal.ts';

export type PaperFormat = 'table' | 'csv' | 'json' | 'markdown' | 'latex' | 'html';

/** What only some formats heed. */
export interface FormatOptions {
  /** LaTeX and HTML: a document of its own. */
  readonly standalone?: boolean;
  /** Terminal: emphasis as terminals show it. */
  readonly styled?: boolean;
}

/** Every way to write a paper table down, by the name the command line gives it. */
export const PAPER_FORMATS: Readonly<
  Record<PaperFormat, (table: PaperTable, options?: FormatOptions) => string>
> = {
  table: renderTerminal,
  csv: renderCsv,
  json: renderJson,
  markdown: (table) => renderMarkdown(table),
  latex: renderLatex,
  html: renderHtml,
};
