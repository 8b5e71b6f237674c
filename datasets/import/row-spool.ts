import { rmSync, statSync } from 'node:fs';
import type { ColumnHead } from '../../src/table/arrow-stream.ts';
import type { Table } from '../../src/table/index.ts';
import { isObject } from '../../src/table/parse-json.ts';
import { outputError } from '../../src/table/write-atomically.ts';
import type { Row } from './importer.ts';
import { RecordFile } from './record-file.ts';
import { RowColumns, tableOf } from './row-columns.ts';

/** Rows that are in memory at a time. */
const PART = 128;

/** Rows that are laid down together, and what they were made of. */
interface Batch {
  readonly mark: string;
  readonly rows: readonly Row[];
}

/** Where rows lie, beside the table that is to be written. */
export const rowsName = (out: string): string => `${out}.rows`;

/** Removes what an import that was stopped has left, unless there are rows in it to go on after. */
export function removeEmptyRows(out: string): void {
  const path = rowsName(out);
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path, { force: true });
}

/** Rows laid down on the disk until all columns are known. */
export class RowSpool {
  readonly #columns = new RowColumns();
  readonly #records: RecordFile<Batch>;
  readonly #out: string;
  #pending: Row[] = [];
  #rows = 0;

  /**
   * Opens the file of the rows. `kept` stays when the process ends, however it does, and is opened again with what it holds;
   * `unnamed` has no name while it is used, so that nothing is left of it.
   * Throws an InputError where the folder of the table that is to be written cannot be written.
   */
  constructor(out: string, name: 'kept' | 'unnamed') {
    this.#out = out;
    try {
      if (name === 'unnamed') this.#forget();
      this.#records = new RecordFile(rowsName(out));
    } catch (error) {
      throw outputError(out, error);
    }
    if (name === 'unnamed') this.#forget();
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * Keeps the rows of an earlier process up to the first batch that is torn or has another mark than is due; returns how many batches
   * that are.
   * @param markDue of a batch by its place; undefined where none is due
   */
  resume(markDue: (place: number) => string | undefined): number {
    let batches = 0;
    this.#records.keepWhile((value): value is Batch => {
      if (!isBatch(value) || value.mark !== markDue(batches)) return false;
      for (const row of value.rows) this.#columns.note(row);
      this.#rows += value.rows.length;
      batches += 1;
      return true;
    });
    return batches;
  }

  add(row: Row): void {
    this.#columns.note(row);
    this.#pending.push(row);
    this.#rows += 1;
    if (this.#pending.length === PART) this.lay();
  }

  /** Lays down what was added since the last time. */
  lay(mark = ''): void {
    if (this.#pending.length === 0) return;
    try {
      this.#records.append({ mark, rows: this.#pending });
    } catch (error) {
      throw outputError(this.#out, error);
    }
    this.#pending = [];
  }

  /** The columns that hold anything, in the order of their first row. */
  heads(): ColumnHead[] {
    return this.#columns.heads();
  }

  /** The rows in order, as tables of these columns, the same however the rows were laid down. */
  *tables(): Generator<Pick<Table, 'rows' | 'columns'>> {
    this.lay();
    const heads = this.heads();
    let rows: Row[] = [];
    for (const batch of this.#records.records())
      for (const row of batch.rows) {
        rows.push(row);
        if (rows.length < PART) continue;
        yield tableOf(heads, rows);
        rows = [];
      }
    if (rows.length > 0) yield tableOf(heads, rows);
  }

  /** `done`: the table is written, so the rows go; so does a file that has none. */
  close(done: boolean): void {
    this.#records.close();
    if (done) this.#forget();
    else removeEmptyRows(this.#out);
  }

  #forget(): void {
    try {
      rmSync(rowsName(this.#out), { force: true });
    } catch {
      // Where an open file cannot be removed, it is when it is closed.
    }
  }
}

const isBatch = (value: unknown): value is Batch =>
  isObject(value) && typeof value.mark === 'string' && Array.isArray(value.rows) && value.rows.every(isRow);

const isRow = (value: unknown): value is Row => isObject(value) && Object.values(value).every(isRowValue);

const isRowValue = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'number'));
