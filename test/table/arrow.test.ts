import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { fromArrow } from '../../src/table/from-arrow.ts';
import { readTable } from '../../src/table/read-table.ts';
import type { Table } from '../../src/table/table.ts';
import { toArrow } from '../../src/table/to-arrow.ts';
import { writeTable } from '../../src/table/write-table.ts';
import { tables } from './arbitrary-table.ts';
import { expectSameTable, plainColumns } from './same-table.ts';
import { temporaryFolder } from './temporary-folder.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);
const values = JSON.parse(readFileSync(fixture('values.json'), 'utf8')) as Record<string, unknown[]>;

describe('reading Arrow', () => {
  it.each(['plain.arrow', 'stream.arrow', 'lz4.feather'])('reads what pyarrow wrote: %s', async (name) => {
    const table = await readTable(fixture(name));
    expect(plainColumns(table)).toEqual(values);
    expect(table.rows).toBe(40);
    expect(table.dropped).toEqual(['when', 'struct']);
  });

  it.each(['file', 'stream'] as const)('reads what Arrow for JavaScript writes as a %s', (format) => {
    const made = arrow.tableFromArrays({
      f: new Float32Array([0.5, -1.5, 3]),
      big: new BigInt64Array([1n, -(2n ** 53n) + 1n, 0n]),
      u: new Uint32Array([4_294_967_295, 0, 7]),
      words: ['a', 'b', 'a'],
    });
    const table = fromArrow(arrow.tableToIPC(made, format), 'made');
    expect(plainColumns(table)).toEqual({
      f: [0.5, -1.5, 3],
      big: [1, -(2 ** 53) + 1, 0],
      u: [4_294_967_295, 0, 7],
      words: ['a', 'b', 'a'],
    });
  });

  it('refuses an integer beyond 2^53, by column and row', () => {
    const made = arrow.tableFromArrays({ id: new BigInt64Array([1n, 2n ** 53n + 1n]) });
    expect(() => fromArrow(arrow.tableToIPC(made), 'ids.arrow')).toThrow(
      new InputError(
        'ids.arrow: column id, row 2: the integer is beyond 2^53 and would lose digits, write the column as text',
      ),
    );
  });

  it('reads a file without its end up to the last whole batch, and refuses one without a schema', async () => {
    const bytes = readFileSync(fixture('plain.arrow'));
    const seen = new Set<number>();
    for (let length = 0; length < bytes.length; length += 1) {
      let rows: number;
      try {
        const table = fromArrow(bytes.subarray(0, length), 'cut');
        rows = table.rows;
        if (!seen.has(rows) && rows > 0) {
          for (const [name, column] of Object.entries(plainColumns(table))) {
            expect(column).toEqual(values[name]!.slice(0, rows));
          }
        }
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        rows = -1;
      }
      seen.add(rows);
    }
    expect([...seen]).toEqual([-1, 0, 16, 32, 40]);
  });

  it.each([
    ['empty.arrow', ''],
    ['text.arrow', 'a,b\n1,2\n'],
    ['old.feather', 'FEA1\0\0\0\0'],
  ])('refuses %s in one line', async (name, content) => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    const refusal = await readTable(path).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect((refusal as Error).message).toMatch(/^[^\n]+$/);
    expect((refusal as Error).message).toContain(path);
  });
});

describe('writing Arrow', () => {
  it('gives back any table', async () => {
    await fc.assert(
      fc.asyncProperty(tables(), async (table) => {
        const bytes = Buffer.concat([...(await toArrow(table))]);
        const back = fromArrow(bytes, 'back');
        expectSameTable(back, table);
        expect(back.metadata).toEqual(table.metadata);
      }),
      { numRuns: 100 },
    );
  });

  it('is read by the Arrow library itself', async () => {
    const table: Table = {
      source: 't',
      rows: 3,
      metadata: new Map([['nasprobe', '{"seed":1}']]),
      columns: [
        {
          kind: 'number',
          name: 'x',
          values: new Float64Array([1, Number.NaN, Number.NaN]),
          missing: new Uint8Array([0, 0, 1]),
        },
        { kind: 'text', name: 's', values: ['ü', null, ''] },
        { kind: 'list', name: 'l', values: [[1, 2], [], null] },
      ],
    };
    const read = arrow.tableFromIPC(Buffer.concat([...(await toArrow(table))]));
    expect(read.schema.metadata.get('nasprobe')).toBe('{"seed":1}');
    const rows = read.toArray().map((row) => row!.toJSON() as Record<string, unknown>);
    expect(rows.map((row) => row.x)).toEqual([1, Number.NaN, null]);
    expect(rows.map((row) => row.s)).toEqual(['ü', null, '']);
    expect(rows.map((row) => row.l && [...(row.l as Iterable<number>)])).toEqual([[1, 2], [], null]);
  });

  it('leaves nothing behind where the folder is missing', async () => {
    const folder = temporaryFolder();
    const table: Table = { source: 't', rows: 0, metadata: new Map(), columns: [] };
    await expect(writeTable(table, join(folder, 'no', 't.arrow'))).rejects.toThrow(
      /its folder does not exist/,
    );
    await expect(writeTable(table, join(folder, 't.parquet'))).rejects.toThrow(/is written as \.arrow/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
