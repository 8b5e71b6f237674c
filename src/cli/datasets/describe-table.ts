import { PROVENANCE_KEY } from '../../../datasets/import/import-benchmark.ts';
import { truthPath } from '../../../datasets/truth.ts';
import { safeText } from '../../safe-text.ts';
import { readTable } from '../../table/index.ts';
import type { Column, Table } from '../../table/table.ts';
import { textTable } from '../text-table.ts';
import type { Description } from './describe.ts';

/** Rows, columns with how many values each holds and their range, and where the table comes from. */
export async function describeTable(source: string): Promise<Description> {
  const table = await readTable(truthPath(source));
  const columns = table.columns.map(factsOf);
  const provenance = provenanceIn(table);
  const rows = columns.map(({ name, kind, present, low, middle, high }) =>
    [name, kind, present.toLocaleString('en-US'), low, middle, high].map((cell) =>
      safeText(String(cell ?? '')),
    ),
  );
  const head = `${safeText(source)}: ${table.rows.toLocaleString('en-US')} rows, ${columns.length} columns\n`;
  const origin = Object.entries(provenance ?? {})
    .map(
      ([key, value]) => `  ${key}: ${safeText(typeof value === 'string' ? value : JSON.stringify(value))}\n`,
    )
    .join('');
  return {
    text: `${head}${origin}\n${textTable(['column', 'kind', 'present', 'least', 'median', 'most'], rows, new Set([2, 3, 4, 5]))}`,
    json: { source, rows: table.rows, columns, provenance: provenance ?? null },
  };
}

interface ColumnFacts {
  readonly name: string;
  readonly kind: Column['kind'];
  /** Rows that hold a value. */
  readonly present: number;
  /** Of numbers; of texts and lists the lengths. */
  readonly low?: number;
  readonly middle?: number;
  readonly high?: number;
}

function factsOf(column: Column): ColumnFacts {
  const values =
    column.kind === 'number'
      ? Array.from(column.values).filter((value, row) => column.missing?.[row] !== 1 && !Number.isNaN(value))
      : column.values.flatMap((value: string | readonly number[] | null) =>
          value === null ? [] : [value.length],
        );
  const sorted = Float64Array.from(values).sort();
  const { length } = sorted;
  const facts = { name: column.name, kind: column.kind, present: length };
  if (length === 0) return facts;
  const middle = (sorted[(length - 1) >> 1]! + sorted[length >> 1]!) / 2;
  return { ...facts, low: short(sorted[0]!), middle: short(middle), high: short(sorted[length - 1]!) };
}

/** Seven digits say enough. */
const short = (value: number): number => Number(value.toPrecision(7));

function provenanceIn(table: Table): Record<string, unknown> | undefined {
  const text = table.metadata.get(PROVENANCE_KEY);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
