import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importBenchmark, oneByOne } from '../../../datasets/import/import-benchmark.ts';
import { findImporter, openSource } from '../../../datasets/import/index.ts';
import { rowsName } from '../../../datasets/import/row-spool.ts';
import { InputError } from '../../../src/input-error.ts';

const fixture = fileURLToPath(new URL('./fixtures/nb_301/rs/results_0.json', import.meta.url));
const result = JSON.parse(readFileSync(fixture, 'utf8'));
const nasbench301 = findImporter('nasbench301');
const FILES = 9;
/** Files that were read when the first import ended. */
const READ = 6;

let folder: string;
let official: string;
let out: string;
const fileAt = (i: number): string => join(official, `results_${10 + i}.json`);
const write = (path: string, accuracy: unknown): void => {
  // Columns that begin late, numbers that are missing, and a zero with a sign.
  const text = JSON.stringify({
    ...result,
    test_accuracy: accuracy,
    info: accuracy === null ? [] : result.info,
  });
  writeFileSync(path, text.replace('"test_accuracy":0', '"test_accuracy":-0'));
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-resume-'));
  official = join(folder, 'nb_301');
  out = join(folder, 'out.arrow');
  mkdirSync(official);
  for (let i = 0; i < FILES; i += 1) write(fileAt(i), [null, 0, 90.5][i % 3]);
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Seen {
  /** The place from which on files are read, and how many rows of before there are said to be. */
  readonly from: number;
  readonly resumed: number;
}

/** Imports the folder; `stopAt` ends it when so many files are read. */
async function imported(to: string, { version = '1', stopAt = FILES + 1 } = {}): Promise<Seen> {
  const seen = { from: -1, resumed: 0 };
  await importBenchmark(nasbench301, openSource(official), {
    out: to,
    version,
    follow() {},
    resumed(rows) {
      seen.resumed = rows;
    },
    async *partsOf(importer, files, source, from) {
      seen.from = from;
      let place = from;
      for await (const part of oneByOne(importer, files, source, from)) {
        if (place === stopAt) throw new InputError('ended here');
        yield part;
        place += 1;
      }
    },
  });
  return seen;
}

const CHANGES: readonly (readonly [what: string, from: number, change: () => void])[] = [
  ['no change', READ, () => {}],
  ['a new time of a file', READ, () => utimesSync(fileAt(1), 1, 1)],
  ['a change in a file that was read', 2, () => write(fileAt(2), 12)],
  ['a change in a file that was not', READ, () => write(fileAt(7), 12)],
  ['another name of a file', 3, () => renameSync(fileAt(3), join(official, 'results_131.json'))],
  [
    'two files for each other',
    1,
    () => {
      renameSync(fileAt(1), join(folder, 'aside'));
      renameSync(fileAt(2), fileAt(1));
      renameSync(join(folder, 'aside'), fileAt(2));
    },
  ],
  ['a file more', 4, () => write(join(official, 'results_131.json'), 90.5)],
  ['a file less', 4, () => rmSync(fileAt(4))],
  [
    'no file that was not read',
    READ,
    () => {
      for (let i = READ; i < FILES; i += 1) rmSync(fileAt(i));
    },
  ],
  [
    'fewer files than were read',
    2,
    () => {
      for (let i = 2; i < FILES; i += 1) rmSync(fileAt(i));
    },
  ],
  ['a last row that is torn', READ - 1, () => truncateSync(rowsName(out), statSync(rowsName(out)).size - 1)],
  ['a beginning of a row more', READ, () => appendFileSync(rowsName(out), '\u0001\u0000\u0000')],
  ['another file in the place of the rows', 0, () => writeFileSync(rowsName(out), 'a,b\n1,2\n')],
];

it.each(CHANGES)(
  'after %s, it goes on from file %i to the bytes of an import that begins',
  async (_what, from, change) => {
    await expect(imported(out, { stopAt: READ })).rejects.toThrow('ended here');
    expect(existsSync(out)).toBe(false);
    change();
    const whole = join(folder, 'whole.arrow');
    expect(await imported(whole)).toEqual({ from: 0, resumed: 0 });
    expect(await imported(out)).toEqual({ from, resumed: from });
    expect(readFileSync(out).equals(readFileSync(whole))).toBe(true);
    expect(existsSync(rowsName(out))).toBe(false);
  },
);

it('goes on after no rows of another version or another benchmark', async () => {
  await expect(imported(out, { stopAt: READ })).rejects.toThrow('ended here');
  expect(await imported(out, { version: '2' })).toEqual({ from: 0, resumed: 0 });
  await expect(imported(out, { stopAt: READ })).rejects.toThrow('ended here');
  const other = { ...nasbench301, id: 'another' };
  const told: number[] = [];
  const resumed = (rows: number): unknown => told.push(rows);
  await importBenchmark(other, openSource(official), { out, version: '1', follow() {}, resumed });
  expect(told).toEqual([]);
});

it('ended again and again, it comes to the same bytes', async () => {
  for (let stopAt = 1; stopAt < FILES; stopAt += 2) {
    await expect(imported(out, { stopAt })).rejects.toThrow('ended here');
  }
  expect(await imported(out)).toEqual({ from: 7, resumed: 7 });
  const whole = join(folder, 'whole.arrow');
  await imported(whole);
  expect(readFileSync(out).equals(readFileSync(whole))).toBe(true);
});
