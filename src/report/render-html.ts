import { safeText } from '../safe-text.ts';
import { cellParts, spans } from './cell-parts.ts';
import type { Emphasis, PaperCell, PaperColumn, PaperTable } from './paper-table.ts';

const DRESS: Readonly<Record<Emphasis, string>> = { best: 'strong', second: 'u' };

/**
 * A table as an HTML `<table class="paper">`, its notes in the foot; cells of numbers say them in full in `data-value`.
 * `standalone` makes a page of it.
 */
export function renderHtml(table: PaperTable, { standalone = false } = {}): string {
  const text = tableHtml(table);
  if (!standalone) return text;
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${printed(table.caption ?? 'nasprobe')}</title>\n<style>\n${STYLE}</style>\n${text}</html>\n`;
}

const STYLE = `body { font: 15px/1.4 Helvetica, Arial, sans-serif; margin: 2rem; color-scheme: light dark; }
table { border-collapse: collapse; border-block: 2px solid; }
caption { text-align: left; margin-bottom: .5rem; }
thead { border-bottom: 1px solid; }
th, td { padding: .15rem .6rem; text-align: right; font-weight: normal; font-variant-numeric: tabular-nums; }
th:first-child, tfoot td { text-align: left; }
th[scope=colgroup] { text-align: center; }
tfoot { border-top: 1px solid; font-size: smaller; }
ul { padding-left: 1.2rem; max-width: 60rem; }
`;

function tableHtml(table: PaperTable): string {
  const { caption, stub, columns, groups, notes } = table;
  const over = spans(columns);
  const overLine = over.every(({ title }) => title === '')
    ? ''
    : `<tr><td></td>${over.map(({ title, width }) => `<th colspan="${width}" scope="colgroup">${htmlText(title)}</th>`).join('')}</tr>\n`;
  const header = [stub, ...columns.map(({ title }) => title)];
  const width = header.length;
  const bodies = groups.map(({ title, rows }) =>
    [
      '<tbody>\n',
      ...(title === undefined
        ? []
        : [`<tr class="group"><th colspan="${width}" scope="rowgroup">${printed(title)}</th></tr>\n`]),
      ...rows.map(
        ({ name, cells }) =>
          `<tr><th scope="row">${printed(name)}</th>${cells.map((cell, index) => cellHtml(cell, columns[index]!)).join('')}</tr>\n`,
      ),
      '</tbody>\n',
    ].join(''),
  );
  return [
    '<table class="paper">\n',
    ...(caption === undefined ? [] : [`<caption>${printed(caption)}</caption>\n`]),
    `<thead>\n${overLine}<tr>${header.map((title) => `<th scope="col">${printed(title)}</th>`).join('')}</tr>\n</thead>\n`,
    ...bodies,
    ...(notes.length === 0
      ? []
      : [
          `<tfoot><tr><td colspan="${width}"><ul>${notes.map((note) => `<li>${printed(note)}</li>`).join('')}</ul></td></tr></tfoot>\n`,
        ]),
    '</table>\n',
  ].join('');
}

function cellHtml(cell: PaperCell, column: PaperColumn): string {
  const { value, spread, interval, mark } = cellParts(cell, column);
  const text = htmlText(value);
  const tag = cell.emphasis === undefined ? undefined : DRESS[cell.emphasis];
  const beside = [spread, interval]
    .filter((part) => part !== '')
    .map((part) => (value === '' ? htmlText(part) : ` <small>${htmlText(part)}</small>`));
  const sort =
    typeof cell.value === 'number' && !Number.isNaN(cell.value) ? ` data-value="${cell.value}"` : '';
  return `<td${sort}>${tag === undefined ? text : `<${tag}>${text}</${tag}>`}${beside.join('')}${mark === '' ? '' : `<sup>${htmlText(mark)}</sup>`}</td>`;
}

function printed(text: string): string {
  return htmlText(safeText(text));
}

/** Text as HTML shows it, in an element or between quotes. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
