import { InputError } from '../input-error.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** What a scan gives to its caller. Rows count from 0 at the header, lines from 1. */
export interface CsvVisitor {
  /** A cell's bytes without its quotes; `quoted` is 0 without quotes, 1 within, 2 within and with doubled quotes inside. */
  cell(row: number, column: number, start: number, end: number, quoted: 0 | 1 | 2): void;
  /** A row has ended; false stops the scan. */
  row(row: number, cells: number, line: number): boolean;
}

/**
 * Scans RFC 4180 text: quoted cells may hold separators, line ends and doubled quotes; lines end in LF, CRLF or CR;
 * blank lines are skipped. Throws {@link InputError} on a quote that is not closed or text after a closing quote.
 */
export function scanCsv(bytes: Uint8Array, separator: number, source: string, visitor: CsvVisitor): void {
  const { length } = bytes;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let row = 0;
  let line = 1;
  while (at < length) {
    const first = bytes[at]!;
    if (first === LF || first === CR) {
      at += first === CR && bytes[at + 1] === LF ? 2 : 1;
      line += 1;
      continue;
    }
    const rowLine = line;
    let column = 0;
    for (;;) {
      let start = at;
      let quoted: 0 | 1 | 2 = 0;
      let end: number;
      if (bytes[at] === QUOTE) {
        const opened = line;
        quoted = 1;
        start += 1;
        at += 1;
        for (;;) {
          if (at >= length)
            throw new InputError(`${source}, line ${opened}: a quote is not closed, close it or double it`);
          const byte = bytes[at]!;
          if (byte === QUOTE) {
            if (bytes[at + 1] !== QUOTE) break;
            quoted = 2;
            at += 1;
          } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) {
            line += 1;
          }
          at += 1;
        }
        end = at;
        at += 1;
        const after = bytes[at];
        if (at < length && after !== separator && after !== LF && after !== CR) {
          throw new InputError(
            `${source}, line ${line}: text follows a closing quote, double the quotes inside a cell`,
          );
        }
      } else {
        for (; at < length; at += 1) {
          const byte = bytes[at]!;
          if (byte === separator || byte === LF || byte === CR) break;
        }
        end = at;
      }
      visitor.cell(row, column, start, end, quoted);
      column += 1;
      if (bytes[at] !== separator || at >= length) break;
      at += 1;
    }
    if (at < length) {
      at += bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1;
      line += 1;
    }
    if (!visitor.row(row, column, rowLine)) return;
    row += 1;
  }
}
