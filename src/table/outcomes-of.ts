import { InputError } from '../input-error.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { isObject } from './parse-json.ts';
import { fixedColumns } from './score-rows.ts';
import { findColumn, type Table } from './table.ts';

/**
 * The outcomes that a table of scores holds, by proxy, one a row: a number is ok, NaN and infinities nonfinite, and
 * what is missing is told by the column `problems`; where that is silent, the value was skipped.
 * `proxies` are by default all columns of numbers but `index` and `seconds`.
 * Throws {@link InputError} where a proxy is no column of numbers or `problems` is damaged.
 */
export function outcomesOf(
  table: Table,
  proxies: readonly string[] = scoreColumns(table),
): Map<string, Outcome[]> {
  const problems = readProblems(table);
  return new Map(
    proxies.map((proxy) => {
      const column = findColumn(table, proxy);
      if (column?.kind !== 'number') {
        throw new InputError(
          `${table.source}: has no column of numbers "${proxy}", it has ${scoreColumns(table).join(', ') || 'none'}`,
        );
      }
      const outcomes = Array.from(column.values, (value, row): Outcome => {
        const problem = problems?.[row]?.[proxy];
        if (column.missing?.[row] !== 1) return outcomeOf(value);
        return problem ?? { status: 'skipped', reason: 'no value in the table' };
      });
      return [proxy, outcomes];
    }),
  );
}

/** Names of a table's columns that may be scores: numbers, apart from the fixed columns of a score table. */
export function scoreColumns(table: Table): string[] {
  const fixed: readonly string[] = fixedColumns;
  return table.columns
    .filter(({ kind, name }) => kind === 'number' && !fixed.includes(name))
    .map(({ name }) => name);
}

function readProblems(table: Table): (Record<string, Outcome> | undefined)[] | undefined {
  const column = findColumn(table, 'problems');
  if (column?.kind !== 'text') return undefined;
  return column.values.map((text, row) => {
    if (text === null) return undefined;
    const damaged = new InputError(
      `${table.source}, row ${row + 1}: its "problems" are no outcomes by proxy, make the table again`,
    );
    let problems: unknown;
    try {
      problems = JSON.parse(text);
    } catch {
      throw damaged;
    }
    if (!isObject(problems)) throw damaged;
    return Object.assign(
      Object.create(null) as Record<string, Outcome>,
      Object.fromEntries(
        Object.entries(problems).map(([proxy, problem]) => {
          if (!isProblem(problem)) throw damaged;
          return [proxy, problem];
        }),
      ),
    );
  });
}

function isProblem(value: unknown): value is Outcome {
  if (!isObject(value)) return false;
  if (value.status === 'skipped') return typeof value.reason === 'string';
  if (value.status === 'failed') return typeof value.code === 'string' && typeof value.message === 'string';
  return value.status === 'nonfinite' && ['NaN', 'Infinity', '-Infinity'].includes(String(value.value));
}
