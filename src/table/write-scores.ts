import { InputError } from '../input-error.ts';
import { loadArrow } from './arrow/arrow-data.ts';
import type { Chunk } from './arrow/ipc-columns.ts';
import { ipcFileChunks, ipcFileParts } from './arrow/ipc-file.ts';
import { PROTOCOL_KEY } from './protocol.ts';
import { canonicalBatches } from './score-canonical.ts';
import { fixedColumns, scoreSchema } from './score-rows.ts';
import { findColumn, type Table } from './table.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Writes a table of scores as an .arrow file with the same bytes as a finished run of the same rows and protocol.
 * Throws {@link InputError} where the table's columns are not those of a score table.
 */
export async function writeScores(table: Table, path: string): Promise<void> {
  const fixed: readonly string[] = fixedColumns;
  const proxies = table.columns.map(({ name }) => name).filter((name) => !fixed.includes(name));
  const chunkOf = (name: string, kind: 'number' | 'text'): Chunk => {
    const column = findColumn(table, name);
    if (column?.kind === kind) return column as Chunk;
    throw new InputError(
      `${table.source}: is no score table, its column "${name}" is not of ${kind}s: make it again`,
    );
  };
  const chunks = [
    chunkOf('arch', 'text'),
    chunkOf('index', 'number'),
    ...proxies.map((name) => chunkOf(name, 'number')),
    chunkOf('seconds', 'number'),
    chunkOf('problems', 'text'),
  ];
  const arrow = await loadArrow();
  const schema = scoreSchema(arrow, proxies, table.metadata.get(PROTOCOL_KEY) ?? '{}');
  const parts = await ipcFileParts(arrow, schema);
  const groups = table.rows > 0 ? [chunks] : [];
  await writeAtomically(path, ipcFileChunks(parts, canonicalBatches(arrow, schema, groups)));
}
