import { InputError } from '../input-error.ts';
import type { Column, Table } from '../table/table.ts';
import { namedColumn } from './choose-columns.ts';

export interface JoinOptions {
  /** The column whose values tell rows apart, in both tables; `arch` unless given. */
  readonly on?: string;
  /**
   * The representative of an architecture's isomorphism class. Where it is given, a row without an exact partner may
   * be joined to its class.
   */
  readonly canonical?: (arch: string) => string;
}

/** Which rows of two tables belong together, in the order of the truth's rows. */
export interface Join {
  readonly on: string;
  readonly scoreRows: Int32Array;
  readonly truthRows: Int32Array;
  /** Rows of the score table without those that repeat another. */
  readonly distinct: number;
  readonly unmatched: number;
  /** Rows whose class is in the truth, but with several architectures, so that none is theirs. */
  readonly ambiguous: number;
  /** Pairs that were joined by class. */
  readonly byClass: number;
  /** Rows left out since they repeat another word for word, in both tables together. */
  readonly repeated: number;
}

type Key = string | number;

/** Columns that may differ between rows that say the same. */
const INCIDENTAL = new Set(['seconds']);

/**
 * Joins two tables on a column they share: numbers as numbers, text as text. Architectures join exactly first; only
 * what finds no partner so is joined by isomorphism class, and only where the truth has one architecture of it.
 *
 * @throws InputError where the column is missing or of different kinds, a key occurs twice with different values, or
 *   nothing joins at all.
 */
export function joinTables(scores: Table, truth: Table, options: JoinOptions = {}): Join {
  const on = options.on ?? 'arch';
  const scoreKey = keyColumn(scores, truth, on);
  const truthKey = keyColumn(truth, scores, on);
  if (scoreKey.kind !== truthKey.kind) {
    throw new InputError(
      `column ${JSON.stringify(on)} is ${scoreKey.kind} in ${scores.source} but ${truthKey.kind} in ${truth.source}: ` +
        'choose a column of one kind with --on',
    );
  }
  const left = distinctRows(scores, scoreKey);
  const right = distinctRows(truth, truthKey);
  const pairs: { score: number; truth: number }[] = [];
  const alone: { key: Key; row: number }[] = [];
  for (const [key, row] of left.rows) {
    const partner = right.rows.get(key);
    if (partner === undefined) alone.push({ key, row });
    else pairs.push({ score: row, truth: partner });
  }
  const exact = pairs.length;
  const ambiguous =
    options.canonical === undefined ? 0 : joinByClass(alone, right.rows, options.canonical, pairs);
  if (pairs.length === 0) {
    const shown = (rows: Map<Key, number>) => JSON.stringify(rows.keys().next().value ?? null);
    throw new InputError(
      `no ${on} of ${scores.source} (first: ${shown(left.rows)}) is in ${truth.source} (first: ${shown(right.rows)}): ` +
        'choose another column with --on',
    );
  }
  pairs.sort((a, b) => a.truth - b.truth || a.score - b.score);
  return {
    on,
    scoreRows: Int32Array.from(pairs, ({ score }) => score),
    truthRows: Int32Array.from(pairs, (pair) => pair.truth),
    distinct: scores.rows - left.repeated,
    unmatched: scores.rows - left.repeated - pairs.length - ambiguous,
    ambiguous,
    byClass: pairs.length - exact,
    repeated: left.repeated + (scores === truth ? 0 : right.repeated),
  };
}

function keyColumn(table: Table, other: Table, on: string): Column {
  const column = table.columns.find(({ name }) => name === on);
  if (column !== undefined && column.kind !== 'list') return column;
  if (column !== undefined)
    throw new InputError(
      `column ${JSON.stringify(on)} of ${table.source} holds lists: join on another with --on`,
    );
  const shared = table.columns
    .map(({ name }) => name)
    .filter((name) => other.columns.some((column) => column.name === name));
  if (shared.length === 0) return namedColumn(table, on);
  throw new InputError(
    `${table.source} has no column ${JSON.stringify(on)}: both tables have ${shared.join(', ')}, join on one of these with --on`,
  );
}

/** The first row of each key; rows without a key have none. */
function distinctRows(table: Table, key: Column): { rows: Map<Key, number>; repeated: number } {
  const rows = new Map<Key, number>();
  let repeated = 0;
  for (let row = 0; row < table.rows; row += 1) {
    const value = key.values[row] as Key | null;
    if (value === null || Number.isNaN(value)) continue;
    const first = rows.get(value);
    if (first === undefined) rows.set(value, row);
    else if (sameRows(table, first, row)) repeated += 1;
    else {
      throw new InputError(
        `${table.source} has ${key.name} ${JSON.stringify(value)} twice with different values (rows ${first + 1} and ${row + 1}): ` +
          'keep one row of each, or choose another column with --on',
      );
    }
  }
  return { rows, repeated };
}

function sameRows(table: Table, a: number, b: number): boolean {
  return table.columns.every((column) => {
    if (INCIDENTAL.has(column.name)) return true;
    if (column.kind === 'number' && column.missing?.[a] !== column.missing?.[b]) return false;
    const [left, right] = [column.values[a], column.values[b]];
    return column.kind === 'list' ? JSON.stringify(left) === JSON.stringify(right) : Object.is(left, right);
  });
}

/** Adds the pairs that a class joins, and returns how many rows have a class with several architectures. */
function joinByClass(
  alone: readonly { key: Key; row: number }[],
  truth: Map<Key, number>,
  canonical: (arch: string) => string,
  pairs: { score: number; truth: number }[],
): number {
  if (alone.length === 0) return 0;
  const severals = -1;
  const classes = new Map<string, number>();
  for (const [arch, row] of truth) {
    const name = canonical(String(arch));
    classes.set(name, classes.has(name) ? severals : row);
  }
  let ambiguous = 0;
  for (const { key, row } of alone) {
    const partner = classes.get(canonical(String(key)));
    if (partner === severals) ambiguous += 1;
    else if (partner !== undefined) pairs.push({ score: row, truth: partner });
  }
  return ambiguous;
}
