import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSource, recogniseImporter } from '../../../datasets/import/index.ts';
import { runImport } from '../../../src/run/import/run-import.ts';
import { findColumn, readTable } from '../../../src/table/index.ts';

const fixtures = fileURLToPath(new URL('../../datasets/import/fixtures/', import.meta.url));
const FILES = 41;

let folder: string;
let official: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-run-import-'));
  official = join(folder, 'nb_301');
  const result = JSON.parse(readFileSync(join(fixtures, 'nb_301/rs/results_0.json'), 'utf8'));
  mkdirSync(join(official, 'rs'), { recursive: true });
  for (let i = 0; i < FILES; i += 1) {
    // A field that the first files lack is a column all the same.
    const info = i < 20 ? [] : result.info;
    const text = JSON.stringify({ ...result, test_accuracy: i, info });
    writeFileSync(join(official, 'rs', `results_${1000 + i}.json`), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function imported(source: string, name: string, workers: number, stopAt = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const out = join(folder, name);
  const told: number[] = [];
  const opened = openSource(source);
  const sums = await runImport({
    importer: recogniseImporter(opened).id,
    path: source,
    out,
    workers,
    signal: stop.signal,
    follow(rows) {
      told.push(rows);
      if (rows >= stopAt) stop.abort();
    },
  });
  return { out, told, sums };
}

it('writes the same bytes whatever the number of threads', async () => {
  const alone = await imported(official, 'one.arrow', 1);
  const many = await imported(official, 'three.arrow', 3);
  expect(readFileSync(many.out).equals(readFileSync(alone.out))).toBe(true);
  expect(many.sums).toEqual(alone.sums);
  expect(many.told).toEqual([...many.told].sort((a, b) => a - b));
  expect(many.told.at(-1)).toBe(FILES);
  const table = await readTable(many.out);
  expect([...findColumn(table, 'test_acc')!.values]).toEqual(Array.from({ length: FILES }, (_, i) => i));
  expect([...findColumn(table, 'index')!.values]).toEqual(Array.from({ length: FILES }, (_, i) => i));
});

it('refuses the first bad file by its name, and writes nothing', async () => {
  const spoilt = join(folder, 'spoilt_nb_301');
  cpSync(official, spoilt, { recursive: true });
  for (const number of [1037, 1019, 1025]) writeFileSync(join(spoilt, 'rs', `results_${number}.json`), '{');
  const before = readdirSync(folder);
  for (const workers of [1, 3]) {
    await expect(imported(spoilt, 'spoilt.arrow', workers)).rejects.toThrow(/rs\/results_1019\.json/);
  }
  expect(existsSync(join(folder, 'spoilt.arrow'))).toBe(false);
  expect(readdirSync(folder)).toEqual(before);
});

/** Architectures of NAS-Bench-Macro's file: more than are read before the first is told. */
const MANY = 300_000;

it.each(['a file', 'a folder, on three threads'])(
  'stopped among the rows of %s, it leaves what was there, and nothing else',
  async (kind) => {
    const file = join(folder, 'nas-bench-macro.json');
    const one = '"00000000":{"test_acc":[90],"mean_acc":90,"params":1,"flops":1}';
    writeFileSync(file, `{${new Array(MANY).fill(one).join()}}`);
    const parts = join(folder, 'many_nb_301');
    mkdirSync(join(parts, 'rs'), { recursive: true });
    const result = readFileSync(join(official, 'rs/results_1000.json'));
    for (let i = 0; i < 4000; i += 1) writeFileSync(join(parts, `rs/results_${i}.json`), result);
    writeFileSync(join(folder, 'stopped.arrow'), 'of before');
    const before = readdirSync(folder);
    const { told, sums } = await imported(kind === 'a file' ? file : parts, 'stopped.arrow', 3, 1);
    expect(sums).toBeUndefined();
    expect(told.at(-1)).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'stopped.arrow'), 'utf8')).toBe('of before');
  },
);

it('stopped before it began, it leaves nothing', async () => {
  const before = readdirSync(folder);
  const { sums } = await imported(official, 'never.arrow', 3, 0);
  expect(sums).toBeUndefined();
  expect(readdirSync(folder)).toEqual(before);
});
