import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { ColumnHead } from '../../src/table/arrow-stream.ts';
import type { Column, Table } from '../../src/table/index.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { outputError } from '../../src/table/write-atomically.ts';
import type { Row } from './importer.ts';

/** Rows that are in memory at a time. */
const PART = 128;

/** Where rows lie, beside the table that is to be written. */
export const spoolName = (out: string): string => join(dirname(out), `.rows.${process.pid}.tmp`);

/**
 * Rows laid down on the disk until all columns are known. The file has no name while it is used, so that nothing is left of it
 * however the process ends.
 */
export class RowSpool {
  readonly #kinds = new Map<string, Column['kind'] | undefined>();
  readonly #parts: { readonly at: number; readonly length: number }[] = [];
  readonly #file: number;
  readonly #path: string;
  #pending: Row[] = [];
  #end = 0;
  #rows = 0;

  /** Throws an InputError where the folder of the table that is to be written cannot be written. */
  constructor(out: string) {
    this.#path = spoolName(out);
    try {
      this.#file = openSync(this.#path, 'w+');
    } catch (error) {
      throw outputError(out, error);
    }
    this.#forget();
  }

  get rows(): number {
    return this.#rows;
  }

  add(row: Row): void {
    for (const [name, value] of Object.entries(row)) {
      const kind = kindOf(value);
      const before = this.#kinds.get(name);
      if (before === undefined) this.#kinds.set(name, kind);
      else if (kind !== undefined && kind !== before) this.#kinds.set(name, 'text');
    }
    this.#pending.push(row);
    this.#rows += 1;
    if (this.#pending.length === PART) this.#lay();
  }

  /** The columns that hold anything, in the order of their first row. */
  heads(): ColumnHead[] {
    return [...this.#kinds].flatMap(([name, kind]) => (kind === undefined ? [] : [{ name, kind }]));
  }

  /** The rows in order, as tables of these columns. */
  *tables(): Generator<Pick<Table, 'rows' | 'columns'>> {
    this.#lay();
    const heads = this.heads();
    for (const { at, length } of this.#parts) {
      const bytes = Buffer.alloc(length);
      readSync(this.#file, bytes, 0, length, at);
      const rows = deserialize(bytes) as Row[];
      yield { rows: rows.length, columns: heads.map((head) => columnOf(head, rows)) };
    }
  }

  close(): void {
    closeSync(this.#file);
    this.#forget();
  }

  #lay(): void {
    if (this.#pending.length === 0) return;
    const bytes = serialize(this.#pending);
    this.#parts.push({ at: this.#end, length: bytes.length });
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
    this.#end += bytes.length;
    this.#pending = [];
  }

  #forget(): void {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // Where an open file cannot be removed, it is when it is closed.
    }
  }
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
