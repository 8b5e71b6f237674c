import { cellsOf } from './cells.ts';
import type { CorrelationReport } from './correlation-row.ts';
import { safeText } from './safe-text.ts';

const GAP = '  ';

/** A report for the eye: one block a target, headed by its name, columns aligned across blocks, the notes beneath. */
export function renderTerminal(report: CorrelationReport): string {
  const { header, groups } = cellsOf(report);
  const blocks = groups.map(({ title, rows }) => [[title, ...header.slice(1)], ...rows]);
  const widths = header.map((_, column) => Math.max(...blocks.flat().map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join(GAP)
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length));
  const text = blocks.map(([head, ...rows]) => [line(head!), rule, ...rows.map(line)].join('\n'));
  const notes = report.notes.map((note) => `· ${safeText(note)}`).join('\n');
  return `${[...text, notes].join('\n\n')}\n`;
}
