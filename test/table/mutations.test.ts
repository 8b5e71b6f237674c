import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { tableFromBytes } from '../../src/table/read-table.ts';
import { mutate } from './mutate.ts';

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const csv = Buffer.from(
  `\ufeffarch,acc,n\r\n${Array.from({ length: 30 }, (_, i) => `"(${i},""x"",\n2)",${i / 7},${i % 5 || ''}`).join('\r\n')}\r\n`,
);
const records = Array.from({ length: 20 }, (_, i) => ({
  a: i / 3,
  b: { c: [1, i], d: `é"${i}` },
  e: i % 2 === 0,
}));

describe('damaged tables', () => {
  it.each([
    ['plain.arrow', fixture('plain.arrow'), 3000],
    ['stream.arrow', fixture('stream.arrow'), 3000],
    ['lz4.feather', fixture('lz4.feather'), 3000],
    ['t.csv', csv, 2000],
    ['t.tsv', csv, 500],
    ['t.json', Buffer.from(JSON.stringify(records)), 2000],
    ['t.jsonl', Buffer.from(records.map((record) => JSON.stringify(record)).join('\n')), 2000],
    ['unnamed', fixture('plain.arrow'), 500],
    ['unnamed', csv, 500],
  ])('%s: a whole table or one line, never anything else', async (name, bytes, runs) => {
    let refused = 0;
    for (let seed = 0; seed < runs; seed += 1) {
      try {
        const table = await tableFromBytes(mutate(bytes, seed), name);
        for (const column of table.columns) {
          if (column.values.length !== table.rows) expect.fail(`seed ${seed}: ${column.name} has other rows`);
        }
      } catch (error) {
        refused += 1;
        if (!(error instanceof InputError)) throw new Error(`seed ${seed}`, { cause: error });
        if (!error.message.startsWith(name) || error.message.includes('\n'))
          expect.fail(`seed ${seed}: ${error.message}`);
      }
    }
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(runs);
  });

  it('gzip: a damaged stream is told, not read in part', async () => {
    const { readBytes } = await import('../../src/table/read-bytes.ts');
    const { temporaryFolder } = await import('./temporary-folder.ts');
    const { writeFileSync } = await import('node:fs');
    const path = join(temporaryFolder(), 't.csv.gz');
    const whole = gzipSync(csv);
    for (let seed = 0; seed < 300; seed += 1) {
      writeFileSync(path, mutate(whole, seed));
      const bytes = await readBytes(path).catch((error: unknown) => error);
      if (bytes instanceof Uint8Array) expect(Buffer.from(bytes).equals(csv)).toBe(true);
      else expect(bytes).toBeInstanceOf(InputError);
    }
  });
});
