import { safeText } from '../safe-text.ts';
import { cellParts, fullTitle } from './cell-parts.ts';
import type { Emphasis, PaperCell, PaperColumn, PaperTable } from './paper-table.ts';

const DRESS: Readonly<Record<Emphasis, (text: string) => string>> = {
  best: (text) => `**${text}**`,
  // Markdown itself has no underline.
  second: (text) => `<ins>${text}</ins>`,
};

/** A table in GitHub's Markdown, the group in the first column where there are several; notes as a list beneath, if `notes`. */
export function renderMarkdown(table: PaperTable, { notes = true } = {}): string {
  const { stub, columns, groups, caption } = table;
  const grouped = groups.length > 1;
  const header = [...(grouped ? [table.groupedBy ?? ''] : []), stub, ...columns.map(fullTitle)];
  const lines = [
    header.map((title) => markdownText(safeText(title))),
    [...(grouped ? [':--'] : []), ':--', ...columns.map(() => '--:')],
    ...groups.flatMap(({ title = '', rows }) =>
      rows.map(({ name, cells }) => [
        ...(grouped ? [markdownText(safeText(title))] : []),
        markdownText(safeText(name)),
        ...cells.map((cell, index) => cellText(cell, columns[index]!)),
      ]),
    ),
  ];
  return [
    caption === undefined ? '' : `${markdownText(safeText(caption))}\n\n`,
    ...lines.map((cells) => `| ${cells.join(' | ')} |\n`),
    ...(notes && table.notes.length > 0
      ? ['\n', ...table.notes.map((note) => `- ${markdownText(safeText(note))}\n`)]
      : []),
  ].join('');
}

function cellText(cell: PaperCell, column: PaperColumn): string {
  const { value, spread, interval, mark } = cellParts(cell, column);
  const dressed =
    cell.emphasis === undefined ? markdownText(value) : DRESS[cell.emphasis](markdownText(value));
  return (
    [dressed, spread, markdownText(interval)].filter((part) => part !== '').join(' ') + markdownText(mark)
  );
}

/** Text as Markdown shows it: no cell ended, no emphasis, link, code or tag begun. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~#&]/g, (char) => (/[<>&]/.test(char) ? HTML[char]! : `\\${char}`));
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
