import type { ColumnHead } from '../../src/table/arrow-stream.ts';
import type { Column, Table } from '../../src/table/index.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import type { Row } from './importer.ts';

/** The columns of rows that come one by one, each of which may have others. */
export class RowColumns {
  readonly #kinds = new Map<string, Column['kind'] | undefined>();

  note(row: Row): void {
    for (const [name, value] of Object.entries(row)) {
      const kind = kindOf(value);
      const before = this.#kinds.get(name);
      if (before === undefined) this.#kinds.set(name, kind);
      else if (kind !== undefined && kind !== before) this.#kinds.set(name, 'text');
    }
  }

  /** The columns that hold anything, in the order of their first row. */
  heads(): ColumnHead[] {
    return [...this.#kinds].flatMap(([name, kind]) => (kind === undefined ? [] : [{ name, kind }]));
  }
}

/** Rows as a table of these columns. */
export function tableOf(heads: readonly ColumnHead[], rows: readonly Row[]): Pick<Table, 'rows' | 'columns'> {
  return { rows: rows.length, columns: heads.map((head) => columnOf(head, rows)) };
}

function kindOf(value: RowValue): Column['kind'] | undefined {
  if (value === null || Number.isNaN(value)) return undefined;
  if (typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'text' : 'list';
}

function columnOf({ name, kind }: ColumnHead, rows: readonly Row[]): Column {
  const values = rows.map((row) => row[name] ?? null);
  switch (kind) {
    case 'number': {
      const missing = Uint8Array.from(values, (value) => (kindOf(value) === undefined ? 1 : 0));
      const some = missing.includes(1);
      return {
        kind,
        name,
        values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)),
        ...(some && { missing }),
      };
    }
    case 'text':
      return {
        kind,
        name,
        values: values.map((value) => (kindOf(value) === undefined ? null : textOf(value))),
      };
    case 'list':
      return { kind, name, values: values.map((value) => (isList(value) ? value : null)) };
  }
}

const textOf = (value: RowValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isList = (value: RowValue): value is readonly number[] => typeof value === 'object' && value !== null;
