import { cellsOf } from './cells.ts';
import type { CorrelationReport } from './correlation-row.ts';

/** A report as one Markdown table, the target in the first column where there are several. */
export function renderMarkdown(report: CorrelationReport): string {
  const { header, groups } = cellsOf(report);
  const grouped = groups.length > 1;
  const lines = [
    [...(grouped ? ['target'] : []), ...header],
    [...(grouped ? [':--'] : []), ...header.map((_, column) => (column === 0 ? ':--' : '--:'))],
    ...groups.flatMap(({ title, rows }) =>
      rows.map((row) => [...(grouped ? [title] : []), ...row].map(markdownText)),
    ),
  ];
  const caption = grouped ? '' : `Correlation with ${markdownText(groups[0]?.title ?? '')}\n\n`;
  return `${caption}${lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`;
}

/** Text as Markdown shows it: no cell ended, no emphasis, link, code or tag begun. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~#&]/g, (char) => (/[<>&]/.test(char) ? HTML[char]! : `\\${char}`));
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
