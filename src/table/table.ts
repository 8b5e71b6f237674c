/** A column of numbers; where the source held nothing, `values` is NaN and `missing` says so. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array;
  /** 1 where the source held no value; absent when nothing is missing. */
  readonly missing?: Uint8Array;
}

/** A column of text; null where the source held nothing. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  readonly values: readonly (string | null)[];
}

/** A column of lists of numbers, such as a learning curve a row. */
export interface ListColumn {
  readonly kind: 'list';
  readonly name: string;
  readonly values: readonly (readonly number[] | null)[];
}

export type Column = NumberColumn | TextColumn | ListColumn;

/** A table in memory, whatever file it came from. */
export interface Table {
  /** Where it came from, for messages: a path, or `-`. */
  readonly source: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Key-value metadata of the file's schema (the protocol, for tables that this suite wrote). */
  readonly metadata: ReadonlyMap<string, string>;
  /** Names of columns that the source holds and a table cannot: structures, dates, binaries. Absent when none. */
  readonly dropped?: readonly string[];
}

/** The column of this name. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}
