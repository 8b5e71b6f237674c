import { InputError } from '../input-error.ts';
import { formatOfName } from './format.ts';
import { mergeTables } from './merge-tables.ts';
import { PROTOCOL_KEY } from './protocol.ts';
import { readTable } from './read-table.ts';
import type { Table } from './table.ts';
import { writeScores } from './write-scores.ts';
import { checkTablePath, writeTable } from './write-table.ts';

/**
 * Joins the tables of these files into the file `out`, which may be one of them, see {@link mergeTables}. Score
 * tables written as .arrow have the bytes of an undivided run.
 */
export async function mergeFiles(
  files: readonly string[],
  out: string,
): Promise<{ readonly rows: number; readonly notes: readonly string[] }> {
  checkTablePath(out);
  if (files.filter((file) => file === '-').length > 1)
    throw new InputError('-: stdin holds one table, name it once');
  const tables: Table[] = [];
  for (const file of files) tables.push(await readTable(file));
  const { table, notes } = mergeTables(tables);
  const isScores = table.metadata.has(PROTOCOL_KEY);
  if (isScores && formatOfName(out) === 'arrow' && !out.endsWith('.gz')) await writeScores(table, out);
  else await writeTable(table, out);
  return { rows: table.rows, notes };
}
