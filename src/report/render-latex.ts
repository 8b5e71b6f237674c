import { safeText } from '../safe-text.ts';
import { cellParts, spans } from './cell-parts.ts';
import { latexText } from './latex-text.ts';
import type { Emphasis, PaperCell, PaperColumn, PaperTable } from './paper-table.ts';

export interface LatexOptions {
  /** A `table` environment with caption and printed notes (default where there is a caption); else a bare `tabular`, the notes above it as comments. */
  readonly float?: boolean;
  /** A document that compiles by itself, rather than a part to \input. */
  readonly standalone?: boolean;
}

const DRESS: Readonly<Record<Emphasis, string>> = { best: '\\textbf', second: '\\underline' };

/** A table in LaTeX with the rules of booktabs, the one package it needs. */
export function renderLatex(table: PaperTable, options: LatexOptions = {}): string {
  const { standalone = false, float = table.caption !== undefined } = options;
  const lines = float ? floating(table) : bare(table);
  return `${(standalone ? documentOf(lines) : ['% needs \\usepackage{booktabs}', ...lines]).join('\n')}\n`;
}

function bare(table: PaperTable): string[] {
  return [...table.notes.map((note) => `% ${safeText(note)}`), ...tabular(table)];
}

function floating(table: PaperTable): string[] {
  const notes = table.notes.map((note) => latexText(safeText(note)));
  return [
    '\\begin{table}[t]',
    '\\centering',
    `\\caption{${latexText(safeText(table.caption ?? ''))}.}`,
    '\\smallskip',
    ...tabular(table),
    ...(notes.length === 0
      ? []
      : [
          '\\par\\smallskip',
          `\\begin{minipage}{\\linewidth}\\footnotesize ${notes.join('; ')}.\\end{minipage}`,
        ]),
    '\\end{table}',
  ];
}

function tabular({ stub, columns, groups }: PaperTable): string[] {
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  const over = spans(columns);
  const overLines = over.every(({ title }) => title === '')
    ? []
    : [
        line([
          '',
          ...over.map(({ title, width }) =>
            title === '' ? '' : `\\multicolumn{${width}}{c}{${latexText(title)}}`,
          ),
        ]),
        over
          .filter(({ title }) => title !== '')
          .map(({ from, width }) => `\\cmidrule(lr){${from + 2}-${from + width + 1}}`)
          .join(''),
      ];
  const body = groups.flatMap(({ title, rows }) => [
    '\\midrule',
    ...(title === undefined
      ? []
      : [`\\multicolumn{${columns.length + 1}}{l}{\\textit{${latexText(safeText(title))}}} \\\\`]),
    ...rows.map(({ name, cells }) =>
      line([latexText(safeText(name)), ...cells.map((cell, index) => cellText(cell, columns[index]!))]),
    ),
  ]);
  return [
    `\\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '\\toprule',
    ...overLines,
    line([stub, ...columns.map(({ title }) => title)].map((title) => latexText(safeText(title)))),
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
  ];
}

function cellText(cell: PaperCell, column: PaperColumn): string {
  const { value, spread, interval, mark } = cellParts(cell, column);
  const text = latexText(value);
  const dressed = cell.emphasis === undefined ? text : `${DRESS[cell.emphasis]}{${text}}`;
  // What stands beside a value is smaller than it.
  const beside = (part: string) =>
    part === '' ? '' : value === '' ? latexText(part) : `{\\scriptsize ${latexText(part)}}`;
  // A mark takes no room, so that the digits stay below each other.
  const sign = mark === '' ? '' : `\\rlap{${latexText(mark)}}`;
  return [dressed, beside(spread), beside(interval)].filter((part) => part !== '').join(' ') + sign;
}

function documentOf(lines: readonly string[]): string[] {
  return [
    '\\documentclass{article}',
    '\\usepackage{booktabs}',
    '\\usepackage[landscape,margin=1cm]{geometry}',
    ...unknownLetters(lines),
    '\\pagestyle{empty}',
    '\\begin{document}',
    ...lines,
    '\\end{document}',
  ];
}

/** pdflatex stops at letters that its default fonts lack; these print as their code point. Other engines print them as they are. */
function unknownLetters(lines: readonly string[]): string[] {
  const letters = new Set(lines.join('').match(/[^\p{ASCII}À-ÏÑ-ÖØ-Ýß-ïñ-öø-ýÿ]/gu));
  return [...letters].map((letter) => {
    const code = letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `\\ifdefined\\DeclareUnicodeCharacter\\DeclareUnicodeCharacter{${code}}{U+${code}}\\fi`;
  });
}
