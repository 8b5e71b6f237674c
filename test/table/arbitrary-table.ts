import fc from 'fast-check';
import type { Column, Table } from '../../src/table/table.ts';

const cell = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, Number.NaN, 1e300, 5e-324, 1e21, 123456.789),
);

function columns(rows: number): fc.Arbitrary<Column> {
  const name = fc.string({ unit: 'grapheme', minLength: 1 });
  const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: rows, maxLength: rows });
  return fc.oneof(
    fc.tuple(name, list(cell), fc.option(list(fc.nat(1)))).map(([n, values, gaps]): Column => {
      const missing = gaps && Uint8Array.from(gaps);
      const has = missing?.includes(1) === true;
      const doubles = Float64Array.from(values, (value, i) => (has && missing[i] === 1 ? Number.NaN : value));
      return { kind: 'number', name: n, values: doubles, ...(has && { missing }) };
    }),
    fc
      .tuple(name, list(fc.option(fc.string({ unit: 'grapheme' }))))
      .map(([n, values]): Column => ({ kind: 'text', name: n, values })),
    fc
      .tuple(name, list(fc.option(fc.array(cell, { maxLength: 4 }))))
      .map(([n, values]): Column => ({ kind: 'list', name: n, values })),
  );
}

/** Tables of all kinds of columns with awkward names, texts and numbers. */
export function tables(): fc.Arbitrary<Table> {
  return fc.nat(12).chain((rows) =>
    fc
      .tuple(
        fc.uniqueArray(columns(rows), { minLength: 1, maxLength: 5, selector: (column) => column.name }),
        fc.dictionary(fc.string(), fc.string()),
      )
      .map(([list, metadata]) => ({
        source: 'arbitrary',
        rows,
        columns:
          rows === 0
            ? list.map((c): Column => (c.kind === 'list' ? { ...c, kind: 'text', values: [] } : c))
            : list,
        metadata: new Map(Object.entries(metadata)),
      })),
  );
}
