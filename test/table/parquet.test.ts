import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { tableFromBytes } from '../../src/table/read-table.ts';
import { mutate } from './mutate.ts';
import { plainColumns } from './same-table.ts';

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const { view, last, ...values } = JSON.parse(fixture('values.json').toString()) as Record<string, unknown[]>;

describe('Parquet', () => {
  it.each(['snappy.parquet', 'gzip-v2.parquet', 'lz4.parquet'])(
    'reads what pyarrow wrote: %s',
    async (name) => {
      const table = await tableFromBytes(fixture(name), name);
      expect(plainColumns(table)).toEqual(values);
      expect(table.dropped).toEqual(['when']);
    },
  );

  it('never fails on damaged bytes but with one line', async () => {
    const bytes = fixture('snappy.parquet');
    for (let seed = 0; seed < 8; seed += 1) {
      try {
        const table = await tableFromBytes(mutate(bytes, seed), 'm.parquet');
        for (const column of table.columns) expect(column.values).toHaveLength(table.rows);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as Error).message).toMatch(/^m\.parquet: [^\n]+$/);
      }
    }
  });

  it('survives a run length that would fill the memory', async () => {
    const bytes = Buffer.from(fixture('runs.parquet'));
    const levels = bytes.indexOf(Buffer.from([3, 0, 0, 0, 0xd0, 0x0f, 1]));
    expect(levels).toBeGreaterThan(0);
    bytes.set([0xfe, 0xff, 0xff, 0x7f, 1], levels + 4);
    await expect(tableFromBytes(bytes, 'm.parquet')).rejects.toThrow(/decodes to more than can be held/);
  });
});
