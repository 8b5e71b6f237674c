import type { Interval } from '../rank/index.ts';

/**
 * A table as a paper prints it, before it is dressed for the terminal, Markdown, LaTeX, HTML, CSV or JSON: rows in groups,
 * named by a first column of text, and columns of values with what belongs to a value.
 */
export interface PaperTable {
  /** What the table shows, in a sentence without a full stop; printed where the format has a place for it. */
  readonly caption?: string;
  /** Title of the first column, which names the rows: `proxy`. */
  readonly stub: string;
  /** What the titles of groups are, where there are several: `target`. */
  readonly groupedBy?: string;
  readonly columns: readonly PaperColumn[];
  readonly groups: readonly PaperGroup[];
  /** What a reader must know to judge the values: one sentence each, without a full stop. */
  readonly notes: readonly string[];
}

export interface PaperGroup {
  /** Stands over the group's rows. */
  readonly title?: string;
  readonly rows: readonly PaperRow[];
}

export interface PaperRow {
  readonly name: string;
  /** One a column. */
  readonly cells: readonly PaperCell[];
}

export interface PaperColumn {
  readonly title: string;
  /** Stands over this column and those beside it that have the same. */
  readonly over?: string;
  /** How its numbers are written: `share(3)` unless given. */
  readonly write?: (value: number) => string;
}

/** A value with what is said about it; only what is there is printed. */
export interface PaperCell {
  /** A number that is NaN prints as a dash; null prints as nothing. */
  readonly value: number | string | null;
  /** Standard deviation: `± .012`. */
  readonly spread?: number;
  readonly interval?: Interval;
  readonly emphasis?: Emphasis;
  /** A footnote's sign: `†`. */
  readonly mark?: string;
}

/** Bold, underlined. */
export type Emphasis = 'best' | 'second';
