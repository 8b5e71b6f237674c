import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RecordFile } from '../../../datasets/import/record-file.ts';
import { InputError } from '../../../src/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-records-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'records');

const VALUES: readonly unknown[] = [
  'eins',
  { zwei: [Number.NaN, -0, Number.NEGATIVE_INFINITY] },
  null,
  'vier ✓',
];
const isAny = (_: unknown): _ is unknown => true;

/** What is kept of the file as it stands, for as long as `holds`. */
function keptOf(holds: (value: unknown) => value is unknown = isAny): unknown[] {
  const file = new RecordFile<unknown>(path);
  file.keepWhile(holds);
  const kept = [...file.records()];
  file.close();
  return kept;
}

/** Writes the values anew; gives the bytes of the file, and where each record ends. */
function written(): { readonly bytes: Buffer; readonly ends: number[] } {
  rmSync(path, { force: true });
  const file = new RecordFile<unknown>(path);
  const ends = VALUES.map((value) => {
    file.append(value);
    return readFileSync(path).length;
  });
  file.close();
  return { bytes: readFileSync(path), ends };
}

it('gives back what was appended, whatever byte it was cut at, and cuts off the rest', () => {
  const { bytes, ends } = written();
  expect(keptOf()).toEqual(VALUES);
  for (let length = 0; length <= bytes.length; length += 1) {
    writeFileSync(path, bytes.subarray(0, length));
    const whole = ends.filter((end) => end <= length);
    expect(keptOf()).toEqual(VALUES.slice(0, whole.length));
    expect(readFileSync(path).length).toBe(whole.at(-1) ?? 0);
  }
});

it('of a file with one byte that is another, keeps what is before its record', () => {
  const { bytes, ends } = written();
  for (let at = 0; at < bytes.length; at += 1) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 0x41;
    writeFileSync(path, damaged);
    expect(keptOf()).toEqual(VALUES.slice(0, ends.filter((end) => end <= at).length));
  }
});

it('goes on behind what it keeps', () => {
  const { ends } = written();
  appendFileSync(path, 'torn');
  let seen = 0;
  const file = new RecordFile<unknown>(path);
  file.keepWhile((_): _ is unknown => {
    seen += 1;
    return seen <= 2;
  });
  expect(readFileSync(path).length).toBe(ends[1]);
  file.append('drei');
  expect([...file.records()]).toEqual([...VALUES.slice(0, 2), 'drei']);
  file.close();
  expect(keptOf()).toEqual([...VALUES.slice(0, 2), 'drei']);
});

it('says that another program changed what it keeps', () => {
  const { ends } = written();
  const file = new RecordFile<unknown>(path);
  file.keepWhile(isAny);
  truncateSync(path, ends[1]! + 3);
  expect(() => [...file.records()]).toThrow(InputError);
  file.close();
});
