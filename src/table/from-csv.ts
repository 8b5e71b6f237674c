import { isAscii, isUtf8 } from 'node:buffer';
import { InputError } from '../input-error.ts';
import { scanCsv } from './csv-cells.ts';
import { rearmed } from './csv-formula.ts';
import { distinctNames } from './distinct-names.ts';
import { MAX_COLUMNS } from './limits.ts';
import { numberFromText } from './number-text.ts';
import type { Column, Table } from './table.ts';

/** A column being read: numbers until a cell is none, from that row on text. */
interface Draft {
  values: Float64Array;
  missing: Uint8Array | undefined;
  /** Row of the first cell that is not a number, or -1. */
  textFrom: number;
  texts: (string | null)[];
}

/**
 * A table from RFC 4180 text with a header line. A column is numbers where every cell is a number (NaN and infinities
 * in any spelling included) or empty, else text; an empty cell is missing, `""` in a column of text an empty text. The
 * apostrophe before a formula is no part of the text.
 * Throws {@link InputError} on a missing header, rows of another length, duplicated names, and text that is not UTF-8.
 */
export function fromCsv(input: Uint8Array, source: string, separator: ',' | '\t' = ','): Table {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (bytes.includes(0))
    throw new InputError(`${source}: is not text (it holds a zero byte), name it by its true format`);
  if (!isUtf8(bytes)) throw new InputError(`${source}: is not UTF-8 text, save it as UTF-8`);
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  const textOf = (start: number, end: number, quoted: 0 | 1 | 2): string => {
    const text = bytes.toString(encoding, start, end);
    return rearmed(quoted === 2 ? text.replaceAll('""', '"') : text);
  };
  const cellText = (start: number, end: number, quoted: 0 | 1 | 2): string | null =>
    start === end && quoted === 0 ? null : textOf(start, end, quoted);
  const code = separator.charCodeAt(0);
  const names: string[] = [];
  let drafts: Draft[] = [];
  let rows = 0;
  let numeric = 0;
  let lastTurn = 0;

  scanCsv(bytes, code, source, {
    cell(row, column, start, end, quoted) {
      if (row === 0) {
        if (column >= MAX_COLUMNS) tooManyColumns(source);
        if (numberFromText(bytes, start, end) !== undefined) numeric += 1;
        names.push(
          headerName(quoted === 0 ? textOf(start, end, 0).trim() : textOf(start, end, quoted), column),
        );
        return;
      }
      const draft = drafts[column];
      // A row that is too long is refused at its end.
      if (draft === undefined) return;
      if (draft.textFrom >= 0) {
        draft.texts.push(cellText(start, end, quoted));
        return;
      }
      const at = row - 1;
      if (at === draft.values.length) grow(draft);
      if (start === end) {
        draft.missing ??= new Uint8Array(draft.values.length);
        draft.missing[at] = 1;
        draft.values[at] = Number.NaN;
        return;
      }
      const value = numberFromText(bytes, start, end);
      if (value === undefined) {
        draft.textFrom = at;
        lastTurn = Math.max(lastTurn, at);
        draft.texts.push(cellText(start, end, quoted));
      } else {
        draft.values[at] = value;
      }
    },
    row(row, cells, line) {
      if (row === 0) {
        if (numeric === names.length) {
          throw new InputError(
            `${source}, line ${line}: holds numbers where column names are due, add a header line`,
          );
        }
        distinctNames(names, source);
        drafts = names.map(() => ({
          values: new Float64Array(64),
          missing: undefined,
          textFrom: -1,
          texts: [],
        }));
      } else {
        if (cells !== names.length) raggedRow(source, line, cells, names.length);
        rows = row;
      }
      return true;
    },
  });
  if (names.length === 0) throw new InputError(`${source}: holds no table, it has no line of column names`);

  // Columns that turned into text late need the spelling of their earlier cells: one more pass over those rows.
  const heads = drafts.map((draft) => (draft.textFrom > 0 ? ([] as (string | null)[]) : undefined));
  if (lastTurn > 0) {
    scanCsv(bytes, code, source, {
      cell(row, column, start, end, quoted) {
        if (row > 0 && row <= drafts[column]!.textFrom) heads[column]?.push(cellText(start, end, quoted));
      },
      row: (row) => row < lastTurn,
    });
  }
  const columns = drafts.map((draft, i) => finish(names[i]!, draft, heads[i], rows));
  return { source, rows, columns, metadata: new Map() };
}

/** Spreadsheets and data frames leave the name of their row numbers empty. */
function headerName(text: string, column: number): string {
  return text === '' ? `unnamed_${column + 1}` : text;
}

function grow(draft: Draft): void {
  const values = new Float64Array(2 * draft.values.length);
  values.set(draft.values);
  draft.values = values;
  if (draft.missing) {
    const missing = new Uint8Array(values.length);
    missing.set(draft.missing);
    draft.missing = missing;
  }
}

function finish(name: string, draft: Draft, head: (string | null)[] | undefined, rows: number): Column {
  if (draft.textFrom >= 0)
    return { kind: 'text', name, values: head ? head.concat(draft.texts) : draft.texts };
  const values = draft.values.slice(0, rows);
  return { kind: 'number', name, values, ...(draft.missing && { missing: draft.missing.slice(0, rows) }) };
}

function raggedRow(source: string, line: number, cells: number, names: number): never {
  throw new InputError(
    `${source}, line ${line}: has ${cells} cells where the header has ${names}, quote cells that hold the separator`,
  );
}

function tooManyColumns(source: string): never {
  throw new InputError(`${source}: has more than ${MAX_COLUMNS} columns, select some`);
}
