import { safeText } from '../safe-text.ts';
import { fullTitle } from './cell-parts.ts';
import type { PaperCell, PaperTable } from './paper-table.ts';

/** What a cell holds besides its value, as columns of their own where any cell of the column has it. */
const EXTRAS: readonly (readonly [suffix: string, of: (cell: PaperCell) => string | number | undefined])[] = [
  ['std', ({ spread }) => spread],
  ['low', ({ interval }) => interval?.[0]],
  ['high', ({ interval }) => interval?.[1]],
  ['place', ({ emphasis }) => emphasis],
  ['mark', ({ mark }) => mark],
];

/** A table as CSV (RFC 4180, but lines end in \n): numbers in full precision, undefined values empty, no notes. */
export function renderCsv(table: PaperTable): string {
  const grouped = table.groups.length > 1;
  const fields = table.columns.flatMap((column, index) => {
    const title = fullTitle(column);
    const cells = table.groups.flatMap(({ rows }) => rows.map(({ cells }) => cells[index]!));
    const present = EXTRAS.filter(([, of]) => cells.some((cell) => of(cell) !== undefined));
    const bare = present.length > 0 && cells.every(({ value }) => value === null);
    return [
      ...(bare ? [] : [{ title, index, of: ({ value }: PaperCell) => value }]),
      ...present.map(([suffix, of]) => ({
        title: `${title} ${suffix}`,
        index,
        of: (cell: PaperCell) => of(cell) ?? null,
      })),
    ];
  });
  const lines = [
    [...(grouped ? [table.groupedBy ?? 'group'] : []), table.stub, ...fields.map(({ title }) => title)],
    ...table.groups.flatMap(({ title = '', rows }) =>
      rows.map(({ name, cells }) => [
        ...(grouped ? [title] : []),
        name,
        ...fields.map(({ index, of }) => of(cells[index]!)),
      ]),
    ),
  ];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

/**
 * One cell. Text that a spreadsheet would take for a formula is preceded by an apostrophe, and text that would end
 * the cell is quoted.
 */
export function csvCell(value: string | number | null): string {
  if (value === null || Number.isNaN(value)) return '';
  if (typeof value === 'number') return String(value);
  const text = safeText(value);
  const isFormula = /^[=+\-@]/.test(text) && !Number.isFinite(Number(text));
  const plain = isFormula ? `'${text}` : text;
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
