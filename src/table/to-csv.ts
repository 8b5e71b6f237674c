import { disarmed } from './csv-formula.ts';
import type { Column, Table } from './table.ts';

/** Rows joined into one piece of text. */
const PIECE = 4096;

/**
 * A table as RFC 4180 text with a header, LF line ends: doubles in their shortest exact spelling, NaN and Infinity by
 * name, nothing where a value is missing, a list as JSON text; an apostrophe before what a spreadsheet would run as a formula.
 * Metadata is lost.
 */
export function* toCsv(table: Table, separator: ',' | '\t' = ','): Generator<Uint8Array> {
  const special = new RegExp(`["\\r\\n${separator}]|^\\s|\\s$|^$`);
  const quote = (text: string): string => {
    const plain = disarmed(text);
    return special.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  // A line without a single character would be no row: in a table of one column, what is missing is an empty text.
  const nothing = table.columns.length === 1 ? '""' : '';
  yield Buffer.from(`${table.columns.map(({ name }) => quote(name)).join(separator)}\n`);
  for (let start = 0; start < table.rows; start += PIECE) {
    let text = '';
    const end = Math.min(start + PIECE, table.rows);
    for (let row = start; row < end; row += 1) {
      text += `${table.columns.map((column) => cellOf(column, row, quote) ?? nothing).join(separator)}\n`;
    }
    yield Buffer.from(text);
  }
}

function cellOf(column: Column, row: number, quote: (text: string) => string): string | undefined {
  if (column.kind === 'number') {
    if (column.missing?.[row] === 1) return undefined;
    return spellNumber(column.values[row]!);
  }
  const value = column.values[row] ?? null;
  if (value === null) return undefined;
  return quote(typeof value === 'string' ? value : `[${value.map(spellNumber).join(',')}]`);
}

/** The shortest text that reads as the same double, the sign of zero included. */
function spellNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
