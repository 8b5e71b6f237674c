import { readTable } from '../../src/table/read-table.ts';

/** All columns of a score file but the time it took, as plain values by name. */
export async function scoresOf(path: string): Promise<Record<string, readonly unknown[]>> {
  const table = await readTable(path);
  return Object.fromEntries(
    table.columns
      .filter(({ name }) => name !== 'seconds')
      .map((column) => {
        const values = Array.from(column.values as ArrayLike<unknown>);
        const missing = column.kind === 'number' ? column.missing : undefined;
        return [
          column.name,
          missing === undefined ? values : values.map((value, row) => (missing[row] ? null : value)),
        ];
      }),
  );
}
