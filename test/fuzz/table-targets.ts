import { readFileSync } from 'node:fs';
import { tableFromBytes } from '../../src/table/read-table.ts';
import type { FuzzTarget } from './target.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../table/fixtures/${name}`, import.meta.url));

const RECORDS = Array.from({ length: 20 }, (_, i) => ({
  arch: `|nor_conv_3x3~${i}|`,
  acc: i / 3,
  note: { of: [1, i], by: `é"${i}` },
  curve: [i, i / 2, 1e-9],
  good: i % 2 === 0,
}));

const separated = (separator: string): Buffer =>
  Buffer.from(
    [
      ['arch', 'acc', 'n', 'note'].join(separator),
      ...RECORDS.map(({ arch, acc }, i) =>
        [`"(${arch},""x"",\n2)"`, acc, i % 5 || '', '=1+2'].join(separator),
      ),
    ].join('\r\n'),
  );

/** A format under the name of which the bytes come; what is taken must be a table whose columns are equally long. */
const table = (name: string, source: string, seeds: () => readonly Uint8Array[]): FuzzTarget => ({
  name,
  seeds,
  async read(bytes) {
    const { rows, columns } = await tableFromBytes(bytes, source);
    for (const column of columns) {
      if (column.values.length !== rows)
        throw new Error(`${column.name} has ${column.values.length} of ${rows} rows`);
    }
  },
});

const json = (): Uint8Array[] => [
  Buffer.from(JSON.stringify(RECORDS)),
  Buffer.from(JSON.stringify({ arch: ['a', 'b'], acc: [1.5, null], curve: [[1], [2, 3]] })),
];
const lines = (): Uint8Array[] => [Buffer.from(RECORDS.map((record) => JSON.stringify(record)).join('\n'))];

export const TABLE_TARGETS: readonly FuzzTarget[] = [
  table('CSV', 't.csv', () => [separated(',')]),
  table('TSV', 't.tsv', () => [separated('\t')]),
  table('JSON', 't.json', json),
  table('JSON lines', 't.jsonl', lines),
  table('Arrow', 't.arrow', () => [fixture('plain.arrow'), fixture('stream.arrow'), fixture('lz4.feather')]),
  // Each is decoded in a process of its own, which takes half a second to start and may take 30 to give up.
  {
    ...table('Parquet', 't.parquet', () =>
      ['snappy', 'gzip-v2', 'lz4', 'runs'].map((name) => fixture(`${name}.parquet`)),
    ),
    share: 0.02,
    seconds: 90,
  },
  table('table without a name', 'unnamed', () => [
    fixture('plain.arrow'),
    separated(','),
    separated('\t'),
    ...json(),
    ...lines(),
  ]),
];
