import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { OfficialFile } from '../../../datasets/import/official-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-official-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** More than three of the pieces in which files are read, packed too, and no two alike. */
const BYTES = Buffer.from(Uint32Array.from({ length: 900_001 }, (_, i) => Math.imul(i, 0x9e3779b1)).buffer);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each([
  ['plain', BYTES],
  ['plain.gz', gzipSync(BYTES, { level: 1 })],
])('the SHA-256 of %s is that of its bytes on the disk', (name, bytes) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);

  it('read to its end', () => {
    const file = new OfficialFile(path);
    expect(Buffer.concat([...file.content()]).equals(BYTES)).toBe(true);
    expect(file.name).toBe('plain');
    expect(file.sha256()).toBe(sha256(bytes));
  });

  it('left after its beginning', () => {
    const file = new OfficialFile(path);
    for (const _ of file.content()) break;
    expect(file.sha256()).toBe(sha256(bytes));
  });

  it('begun twice, not so far and farther than before', () => {
    for (const turns of [[2, 1, 2], [1, 3], [1000]]) {
      const file = new OfficialFile(path);
      for (const pieces of turns) {
        let left = pieces;
        for (const _ of file.content()) {
          left -= 1;
          if (left === 0) break;
        }
      }
      expect(file.sha256()).toBe(sha256(bytes));
    }
  });

  it('not read at all', () => {
    expect(new OfficialFile(path).sha256()).toBe(sha256(bytes));
  });
});
