import { safeText } from '../safe-text.ts';
import { type CellParts, cellParts, spans } from './cell-parts.ts';
import type { Emphasis, PaperTable } from './paper-table.ts';

const GAP = '  ';

/** What stands before and after an emphasised value: as in Markdown, or as terminals show it. */
const PLAIN: Readonly<Record<Emphasis, readonly [string, string]>> = {
  best: ['**', '**'],
  second: ['_', '_'],
};
const STYLED: Readonly<Record<Emphasis, readonly [string, string]>> = {
  best: ['\x1b[1m', '\x1b[22m'],
  second: ['\x1b[4m', '\x1b[24m'],
};

/** A cell with its emphasis in place, and how wide it is to the eye. */
interface Shown {
  readonly text: string;
  readonly width: number;
}

/**
 * A table for the eye: one block a group, headed by its title, columns aligned across blocks, the notes beneath. `styled`
 * emphasises as a terminal does; else the best value stands between `**` and the second between `_`.
 */
export function renderTerminal(table: PaperTable, { styled = false } = {}): string {
  const columns = table.columns.map((column, index) => {
    const cells = table.groups.flatMap(({ rows }) => rows.map(({ cells }) => cells[index]!));
    return shownColumn(
      cells.map((cell) => ({ ...cellParts(cell, column), emphasis: cell.emphasis })),
      styled,
    );
  });
  const titles = table.columns.map(({ title }) => safeText(title));
  const heads = table.groups.map(({ title }) => safeText(title ?? table.stub));
  const names = table.groups.flatMap(({ rows }) => rows.map(({ name }) => safeText(name)));
  const stubWidth = Math.max(...[...heads, ...names].map((text) => text.length));
  const widths = titles.map((title, index) =>
    columns[index]!.reduce((width, shown) => Math.max(width, shown.width), title.length),
  );
  const over = spans(table.columns);
  for (const { title, from, width } of over) {
    const room = roomOf(widths.slice(from, from + width));
    if (title.length > room) widths[from]! += title.length - room;
  }
  const line = (name: string, cells: readonly Shown[]): string =>
    [name.padEnd(stubWidth), ...cells.map(({ text, width }, i) => ' '.repeat(widths[i]! - width) + text)]
      .join(GAP)
      .trimEnd();
  const plain = (texts: readonly string[]): Shown[] => texts.map((text) => ({ text, width: text.length }));
  const overLine = [
    ' '.repeat(stubWidth),
    ...over.map(({ title, from, width }) => centred(title, roomOf(widths.slice(from, from + width)))),
  ]
    .join(GAP)
    .trimEnd();
  const rule = '─'.repeat(roomOf([stubWidth, ...widths]));
  let row = 0;
  const blocks = table.groups.map(({ rows }, group) => {
    const body = rows.map(({ name }) => {
      const text = line(
        safeText(name),
        columns.map((column) => column[row]!),
      );
      row += 1;
      return text;
    });
    const head = [...(overLine === '' ? [] : [overLine]), line(heads[group]!, plain(titles)), rule];
    return [...head, ...body].join('\n');
  });
  const notes = table.notes.map((note) => `· ${safeText(note)}`).join('\n');
  return `${[...blocks, ...(notes === '' ? [] : [notes])].join('\n\n')}\n`;
}

/** The cells of one column, their parts aligned below each other. */
function shownColumn(
  cells: readonly (CellParts & { readonly emphasis: Emphasis | undefined })[],
  styled: boolean,
): Shown[] {
  const signs = styled ? STYLED : PLAIN;
  const tail = Math.max(
    0,
    ...cells.map(({ emphasis }) => (styled || emphasis === undefined ? 0 : signs[emphasis][1].length)),
  );
  const values = cells.map(({ value, emphasis }): Shown => {
    if (emphasis === undefined) return { text: value + ' '.repeat(tail), width: value.length + tail };
    const [before, after] = signs[emphasis];
    if (styled) return { text: before + value + after, width: value.length };
    const text = before + value + after + ' '.repeat(tail - after.length);
    return { text, width: text.length };
  });
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const spreads = widest(cells.map(({ spread }) => spread));
  const intervals = widest(cells.map(({ interval }) => interval));
  const marks = widest(cells.map(({ mark }) => mark));
  const valueWidth = Math.max(0, ...values.map(({ width }) => width));
  return cells.map(({ spread, interval, mark }, i) => {
    const { text, width } = values[i]!;
    const parts = [
      ...(valueWidth > 0 ? [' '.repeat(valueWidth - width) + text] : []),
      ...(spreads > 0 ? [spread.padStart(spreads)] : []),
      ...(intervals > 0 ? [interval.padStart(intervals)] : []),
    ];
    const lengths = [valueWidth, spreads, intervals].filter((length) => length > 0);
    return {
      text: parts.join(' ') + mark.padEnd(marks),
      width: lengths.reduce((sum, length) => sum + length, Math.max(0, lengths.length - 1)) + marks,
    };
  });
}

function roomOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

function centred(text: string, room: number): string {
  const before = Math.floor((room - text.length) / 2);
  return text.padStart(before + text.length).padEnd(room);
}
