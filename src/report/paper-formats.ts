import type { PaperTable } from './paper-table.ts';
import { renderCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTerminal } from './render-terminal.ts';

/** Every way to write a paper table down, by the name the command line gives it. */
export const PAPER_FORMATS = {
  table: (table: PaperTable) => renderTerminal(table),
  csv: renderCsv,
  json: renderJson,
  markdown: (table: PaperTable) => renderMarkdown(table),
  latex: (table: PaperTable) => renderLatex(table),
  html: renderHtml,
} as const satisfies Record<string, (table: PaperTable) => string>;

export type PaperFormat = keyof typeof PAPER_FORMATS;
