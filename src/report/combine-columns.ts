import { InputError } from '../input-error.ts';
import type { NumberColumn, Table } from '../table/table.ts';
import { type Better, numberColumns } from './choose-columns.ts';
import type { Combination } from './combination.ts';

/**
 * The table with a column more for each combination. Ranks are taken over the rows that have all of its proxies; a row
 * that lacks one lacks the combination too. What is nonfinite makes the combination so, or, by the other policy, is
 * ranked worst in its column.
 *
 * @throws InputError where a proxy is no column of numbers, or the table has a column of the combination's name.
 */
export function withCombinations(
  table: Table,
  key: string,
  combinations: readonly Combination[],
  nonfinite: 'drop' | 'worst',
  better: (name: string) => Better,
): Table {
  const added = combinations.map((combination) => {
    const { name } = combination;
    if (table.columns.some((column) => column.name === name))
      throw new InputError(`${table.source} has a column ${JSON.stringify(name)} already: combine others`);
    return combinedColumn(combination, numberColumns(table, key, combination.of), nonfinite, better);
  });
  return added.length === 0 ? table : { ...table, columns: [...table.columns, ...added] };
}

function combinedColumn(
  { name, aggregation }: Combination,
  parts: readonly NumberColumn[],
  nonfinite: 'drop' | 'worst',
  better: (name: string) => Better,
): NumberColumn {
  const length = parts[0]!.values.length;
  const values = new Float64Array(length).fill(Number.NaN);
  const missing = new Uint8Array(length);
  const rows: number[] = [];
  for (let row = 0; row < length; row += 1) {
    if (parts.some((part) => part.missing?.[row] === 1)) missing[row] = 1;
    else if (nonfinite === 'worst' || parts.every((part) => Number.isFinite(part.values[row])))
      rows.push(row);
  }
  const columns = parts.map((part) => {
    const sign = better(part.name) === 'lower' ? -1 : 1;
    return Float64Array.from(rows, (row) => {
      const value = part.values[row]!;
      return Number.isFinite(value) ? sign * value : Number.NEGATIVE_INFINITY;
    });
  });
  const combined = aggregation.combine(columns);
  for (const [i, row] of rows.entries()) values[row] = combined[i]!;
  return { kind: 'number', name, values, ...(missing.includes(1) ? { missing } : {}) };
}
