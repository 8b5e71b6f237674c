import type { RowValue } from '../../src/table/table-of-rows.ts';
import type { OfficialFile } from './official-file.ts';

/** One row of an imported table; a column that it has not is missing there. */
export type Row = Readonly<Record<string, RowValue>>;

/** What is to be imported: a file or a folder. */
export interface Source {
  readonly path: string;
  /** The last part of the path, without .gz. */
  readonly name: string;
  readonly isFolder: boolean;
  /** The first bytes of a file, unpacked; none of a folder. */
  readonly head: Uint8Array;
  /** The file, or all below the folder, in the order of their names. */
  readonly files: readonly string[];
}

/** The files of a folder, each of which is a row by itself. */
export interface Parts {
  /** How they are called. */
  readonly names: RegExp;
  /** The row of the file that has this place among them. Throws {@link InputError} on anything else. */
  row(file: OfficialFile, place: number, folder: string): Row;
}

/**
 * Reads the official files of one benchmark as they are distributed. A definition is one file of this folder and a line in
 * `index.ts`.
 */
export interface Importer {
  readonly id: string;
  readonly title: string;
  /** The official files, by their names. */
  readonly files: string;
  readonly cite: string;
  /** Of the data, and where they are to be had. */
  readonly licence: string;
  readonly home: string;
  /** What a reader of the table must know: units, what was left out, what was changed. */
  readonly notes: string;
  /** Whether the official names or the first bytes are these; a folder is also known by its {@link Parts}. */
  recognises(source: Source): boolean;
  /** Of a folder that holds a file an architecture; such files are read side by side. */
  readonly parts?: Parts;
  /** Hands over the rows of a single file, in the benchmark's order. Throws {@link InputError} on anything else. */
  read(file: OfficialFile, add: (row: Row) => void): void;
}
