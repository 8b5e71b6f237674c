import type { Data, RecordBatch, Schema } from 'apache-arrow';
import type { Outcome } from '../outcome.ts';
import { type ArrowLibrary, float64Data, int32Data, utf8Data } from './arrow/arrow-data.ts';
import type { Chunk } from './arrow/ipc-columns.ts';
import { PROTOCOL_KEY } from './protocol.ts';

/** One architecture's row of a score table. */
export interface ScoreRow {
  readonly arch: string;
  /** Its official index, or -1 where the space gives none. */
  readonly index: number;
  readonly seconds: number;
  /** An outcome for every proxy of the table. */
  readonly scores: Readonly<Record<string, Outcome>>;
}

/** Names of a score table's columns that are not proxies. */
export const fixedColumns = ['arch', 'index', 'seconds', 'problems'] as const;

/**
 * The schema of a score table: `arch` text, `index` int32, a nullable double for each proxy, `seconds` double,
 * `problems` nullable text (JSON: the outcomes that are not ok, by proxy); the protocol is in the metadata.
 */
export function scoreSchema(arrow: ArrowLibrary, proxies: readonly string[], protocol: string): Schema {
  const fields = [
    new arrow.Field('arch', new arrow.Utf8(), false),
    new arrow.Field('index', new arrow.Int32(), false),
    ...proxies.map((name) => new arrow.Field(name, new arrow.Float64(), true)),
    new arrow.Field('seconds', new arrow.Float64(), false),
    new arrow.Field('problems', new arrow.Utf8(), true),
  ];
  return new arrow.Schema(fields, new Map([[PROTOCOL_KEY, protocol]]));
}

/** Rows as columns in the schema's order. */
export function chunksOfRows(rows: readonly ScoreRow[], proxies: readonly string[]): Chunk[] {
  return [
    { kind: 'text', values: rows.map((row) => row.arch) },
    { kind: 'number', values: Float64Array.from(rows, (row) => row.index) },
    ...proxies.map((proxy): Chunk => {
      const outcomes = rows.map((row) => outcomeFor(row, proxy));
      return {
        kind: 'number',
        values: Float64Array.from(outcomes, (outcome) =>
          'value' in outcome ? Number(outcome.value) : Number.NaN,
        ),
        missing: Uint8Array.from(outcomes, (outcome) => ('value' in outcome ? 0 : 1)),
      };
    }),
    { kind: 'number', values: Float64Array.from(rows, (row) => row.seconds) },
    { kind: 'text', values: rows.map((row) => problemsOf(row, proxies)) },
  ];
}

function outcomeFor(row: ScoreRow, proxy: string): Outcome {
  const outcome = Object.hasOwn(row.scores, proxy) ? row.scores[proxy] : undefined;
  if (outcome === undefined) throw new Error(`no outcome of ${proxy} for ${row.arch}`);
  return outcome;
}

function problemsOf(row: ScoreRow, proxies: readonly string[]): string | null {
  const problems = proxies
    .map((proxy): [string, Outcome] => [proxy, outcomeFor(row, proxy)])
    .filter(([, outcome]) => outcome.status !== 'ok');
  return problems.length === 0 ? null : JSON.stringify(Object.fromEntries(problems));
}

/** Rows [start, end) of a score table's columns as a record batch. Equal rows give equal bytes. */
export function scoreBatch(
  arrow: ArrowLibrary,
  schema: Schema,
  chunks: readonly Chunk[],
  start: number,
  end: number,
): RecordBatch {
  const children = chunks.map((chunk, i): Data => {
    if (chunk.kind === 'text') return utf8Data(arrow, chunk.values.slice(start, end));
    if (chunk.kind === 'list') throw new Error('a score table has no lists');
    const values = chunk.values.subarray(start, end);
    return i === 1
      ? int32Data(arrow, values)
      : float64Data(arrow, values, chunk.missing?.subarray(start, end));
  });
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(schema, arrow.makeData({ type, length: end - start, nullCount: 0, children }));
}
