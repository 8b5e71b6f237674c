import type { RecordBatch, Schema } from 'apache-arrow';
import type { ArrowLibrary } from './arrow/arrow-data.ts';
import { joinChunks } from './arrow/ipc-batch.ts';
import type { Chunk } from './arrow/ipc-columns.ts';
import { scoreBatch } from './score-rows.ts';

/** Rows of a record batch of a finished score table. */
export const CANONICAL_ROWS = 4096;

/**
 * The rows of these groups of columns as record batches of {@link CANONICAL_ROWS} rows, so that the bytes of a
 * finished table do not tell in which portions its rows came. Holds little more than one batch at a time.
 */
export function* canonicalBatches(
  arrow: ArrowLibrary,
  schema: Schema,
  groups: Iterable<readonly Chunk[]>,
): Generator<RecordBatch> {
  let held: readonly Chunk[] | undefined;
  for (const group of groups) {
    const columns = held ? held.map((chunk, i) => joinChunks([chunk, group[i]!])) : group;
    const rows = columns[0]!.values.length;
    let start = 0;
    for (; rows - start >= CANONICAL_ROWS; start += CANONICAL_ROWS) {
      yield scoreBatch(arrow, schema, columns, start, start + CANONICAL_ROWS);
    }
    held = start < rows ? columns.map((chunk) => sliceChunk(chunk, start)) : undefined;
  }
  if (held) yield scoreBatch(arrow, schema, held, 0, held[0]!.values.length);
}

function sliceChunk(chunk: Chunk, start: number): Chunk {
  if (chunk.kind !== 'number') return { ...chunk, values: chunk.values.slice(start) } as Chunk;
  const { values, missing } = chunk;
  return { kind: 'number', values: values.slice(start), ...(missing && { missing: missing.slice(start) }) };
}
