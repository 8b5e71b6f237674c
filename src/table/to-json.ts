import type { Column, Table } from './table.ts';

/**
 * A table as records of JSON, one a line: as lines of their own, or within one array. NaN and infinities are texts,
 * what is missing is null. Metadata is lost.
 */
export function* toJson(table: Table, shape: 'lines' | 'array'): Generator<Uint8Array> {
  const names = table.columns.map(({ name }) => JSON.stringify(name));
  const [open, between, close] = shape === 'lines' ? ['', '\n', '\n'] : ['[\n', ',\n', '\n]\n'];
  if (table.rows === 0) {
    yield Buffer.from(shape === 'lines' ? '' : '[]\n');
    return;
  }
  for (let row = 0; row < table.rows; row += 1) {
    const members = table.columns.map((column, i) => `${names[i]}:${memberOf(column, row)}`);
    yield Buffer.from(
      `${row === 0 ? open : between}{${members.join(',')}}${row === table.rows - 1 ? close : ''}`,
    );
  }
}

function memberOf(column: Column, row: number): string {
  if (column.kind === 'number')
    return column.missing?.[row] === 1 ? 'null' : spellNumber(column.values[row]!);
  const value = column.values[row] ?? null;
  if (value === null || typeof value === 'string') return JSON.stringify(value);
  return `[${value.map(spellNumber).join(',')}]`;
}

function spellNumber(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}
