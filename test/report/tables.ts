import type { Column, Table } from '../../src/table/table.ts';

/** A table from columns of plain values: null is missing, NaN a number that is none. */
export function tableOf(
  source: string,
  columns: Record<string, readonly (string | number | null)[]>,
  metadata: Record<string, string> = {},
): Table {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return {
    source,
    rows,
    columns: Object.entries(columns).map(([name, values]): Column => {
      if (values.some((value) => typeof value === 'string')) {
        return { kind: 'text', name, values: values as (string | null)[] };
      }
      const missing = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
      const numbers = Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
      return { kind: 'number', name, values: numbers, ...(missing.includes(1) ? { missing } : {}) };
    }),
    metadata: new Map(Object.entries(metadata)),
  };
}
