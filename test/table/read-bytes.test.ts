import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { formatOf } from '../../src/table/format.ts';
import { readBytes } from '../../src/table/read-bytes.ts';
import { readTable } from '../../src/table/read-table.ts';
import { plainColumns } from './same-table.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('reading files', () => {
  it('undoes gzip, whatever the name says', async () => {
    const folder = temporaryFolder();
    for (const name of ['t.csv.gz', 't.csv']) {
      writeFileSync(join(folder, name), gzipSync('a,b\n1,x\n'));
      expect(plainColumns(await readTable(join(folder, name)))).toEqual({ a: [1], b: ['x'] });
    }
  });

  it('refuses a file that is larger than the bound, or becomes so when decompressed', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bomb.csv.gz'), gzipSync(Buffer.alloc(5_000_000, 'a')));
    await expect(readBytes(join(folder, 'bomb.csv.gz'), 1_000_000)).rejects.toThrow(
      /larger than 1000000 bytes/,
    );
    await expect(readBytes('/dev/zero', 1_000_000)).rejects.toThrow(/larger than 1000000 bytes/);
  });

  it.each([
    ['missing.csv', undefined, /does not exist, check the path/],
    ['folder', null, /is a folder/],
    ['empty.csv', '', /is empty/],
    ['plain.csv.gz', 'a\n1\n', /is not gzip, remove \.gz/],
    ['empty.csv.gz', gzipSync(''), /empty once decompressed/],
    ['cut.csv.gz', gzipSync('a,b\n1,2\n').subarray(0, 20), /damaged gzip/],
    ['t.csv', Buffer.from('ARROW1\0\0rest'), /is a \.arrow file by its content, rename it/],
    ['t.csv', Buffer.from('PAR1rest'), /is a \.parquet file by its content/],
    ['t.arrow', 'a,b\n1,2\n', /is no \.arrow file by its content/],
    ['t.parquet', 'a,b\n1,2\n', /is no \.parquet file by its content/],
    ['t.parquet', 'PAR1PAR1', /damaged Parquet/],
    ['t.bin', Buffer.from([0, 1, 2, 3]), /is no table/],
  ])('refuses %s in one line that names it', async (name, content, message) => {
    const path = join(temporaryFolder(), name);
    if (content === null) mkdirSync(path);
    else if (content !== undefined) writeFileSync(path, content);
    const error = await readTable(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.startsWith(`${path}: `)).toBe(true);
    expect((error as Error).message).not.toContain('\n');
  });

  it.each([
    ['{"a":1}\n{"a":2}\n', 'jsonl'],
    ['{"arch":"x","scores":{}}\n', 'jsonl'],
    ['{"a":[1,2]}\n', 'json'],
    ['{\n "a": [1]}', 'json'],
    ['[{"a":1}]', 'json'],
    ['a,b\n1,2\n', 'csv'],
    ['a\tb\n1\t2\n', 'tsv'],
    ['arch\nx\n', 'csv'],
  ])('tells the format of %j from a pipe', (text, format) => {
    expect(formatOf(Buffer.from(text), '-')).toBe(format);
  });

  it('tells binary formats from a pipe', () => {
    const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
    expect(formatOf(fixture('plain.arrow'), '-')).toBe('arrow');
    expect(formatOf(fixture('stream.arrow'), '-')).toBe('arrow');
    expect(formatOf(fixture('snappy.parquet'), '-')).toBe('parquet');
  });
});
