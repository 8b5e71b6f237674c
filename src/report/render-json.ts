import type { PaperTable } from './paper-table.ts';

/** A table as one JSON array, an object a cell: where it stands, its value in full precision, and what is said about it. */
export function renderJson({ stub, groupedBy = 'group', columns, groups }: PaperTable): string {
  return jsonLines(
    groups.flatMap(({ title, rows }) =>
      rows.flatMap(({ name, cells }) =>
        cells.map(({ value, spread, interval, emphasis, mark }, index) => ({
          ...(title === undefined ? {} : { [groupedBy]: title }),
          [stub]: name,
          ...(columns[index]!.over === undefined ? {} : { over: columns[index]!.over }),
          column: columns[index]!.title,
          value,
          ...(spread === undefined ? {} : { std: spread }),
          ...(interval === undefined ? {} : { low: interval[0], high: interval[1] }),
          ...(emphasis === undefined ? {} : { place: emphasis }),
          ...(mark === undefined ? {} : { mark }),
        })),
      ),
    ),
  );
}

/** A JSON array, an element a line; undefined statistics are null. */
export function jsonLines(rows: readonly object[]): string {
  return `[\n${rows.map((row) => asciiControls(JSON.stringify(row))).join(',\n')}\n]\n`;
}

/** JSON escapes the control characters below 32 only; those from 127 to 159 steer terminals as well. */
function asciiControls(json: string): string {
  return json.replace(/[\u007f-\u009f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
