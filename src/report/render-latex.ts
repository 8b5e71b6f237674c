import { cellsOf } from './cells.ts';
import type { CorrelationReport } from './correlation-row.ts';
import { safeText } from './safe-text.ts';

/** A report as a LaTeX tabular with the rules of booktabs; the notes stand above it as comments. */
export function renderLatex(report: CorrelationReport): string {
  const { header, groups } = cellsOf(report);
  const line = (cells: readonly string[]) => `${cells.map(latexText).join(' & ')} \\\\`;
  const body = groups.flatMap(({ title, rows }) => [
    '\\midrule',
    `\\multicolumn{${header.length}}{l}{\\textit{${latexText(title)}}} \\\\`,
    ...rows.map(line),
  ]);
  return `${[
    '% needs \\usepackage{booktabs}',
    ...report.notes.map((note) => `% ${safeText(note)}`),
    `\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`,
    '\\toprule',
    line(header),
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n')}\n`;
}

const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '–': '--',
};

/** Text as LaTeX prints it; a minus before a number becomes a real one. A cell never opens with a bracket, which `\\` would take for its argument. */
export function latexText(text: string): string {
  return text
    .replace(/[\\~^<>|"–#$%&_{}]/g, (char) => COMMANDS[char] ?? `\\${char}`)
    .replace(/(^|[[ ])-(?=\.?\d)/g, '$1$-$')
    .replace(/^\[/, '{[}');
}
