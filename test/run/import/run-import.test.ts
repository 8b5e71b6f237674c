import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSource, recogniseImporter } from '../../../datasets/import/index.ts';
import { rowsName } from '../../../datasets/import/row-spool.ts';
import { runImport } from '../../../src/run/import/run-import.ts';
import { findColumn, lockOutput, readTable } from '../../../src/table/index.ts';
import { writeResults } from '../../datasets/import/write-results.ts';

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
  let before = 0;
  const opened = openSource(source);
  const sums = await runImport({
    importer: recogniseImporter(opened).id,
    path: source,
    out,
    workers,
    signal: stop.signal,
    resumed(rows) {
      before = rows;
    },
    follow(rows) {
      told.push(rows);
      if (rows >= stopAt) stop.abort();
    },
  });
  return { out, told, before, sums };
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

it('refuses the first bad file by its name, writes no table, and goes on from there once it is mended', async () => {
  const spoilt = join(folder, 'spoilt_nb_301');
  cpSync(official, spoilt, { recursive: true });
  const [bad, good] = [join(spoilt, 'rs/results_1019.json'), join(official, 'rs/results_1019.json')];
  for (const file of [bad, join(spoilt, 'rs/results_1037.json')]) writeFileSync(file, '{');
  const before = readdirSync(folder);
  for (const [name, workers] of [
    ['spoilt1.arrow', 1],
    ['spoilt3.arrow', 3],
  ] as const) {
    await expect(imported(spoilt, name, workers)).rejects.toThrow(
      /rs\/results_1019\.json.*; what was read is kept in .*\.arrow\.rows, the same command goes on from there$/,
    );
    expect(readdirSync(folder).filter((file) => !before.includes(file))).toEqual([`${name}.rows`]);
    cpSync(good, bad);
    cpSync(join(official, 'rs/results_1037.json'), join(spoilt, 'rs/results_1037.json'));
    const { out, before: resumed } = await imported(spoilt, name, workers);
    expect(resumed).toBe(19);
    const columns = async (path: string) => (await readTable(path)).columns;
    expect(await columns(out)).toEqual(await columns((await imported(official, 'good.arrow', 1)).out));
    for (const file of [out, join(folder, 'good.arrow')]) rmSync(file);
    expect(readdirSync(folder)).toEqual(before);
    for (const file of [bad, join(spoilt, 'rs/results_1037.json')]) writeFileSync(file, '{');
  }
});

/** Architectures of NAS-Bench-Macro's file: more than are read before the first is told. */
const MANY = 300_000;

it('stopped among the rows of a file, it leaves what was there, and nothing else', async () => {
  const file = join(folder, 'nas-bench-macro.json');
  const one = '"00000000":{"test_acc":[90],"mean_acc":90,"params":1,"flops":1}';
  writeFileSync(file, `{${new Array(MANY).fill(one).join()}}`);
  writeFileSync(join(folder, 'stopped.arrow'), 'of before');
  const before = readdirSync(folder);
  const { told, sums } = await imported(file, 'stopped.arrow', 3, 1);
  expect(sums).toBeUndefined();
  expect(told.at(-1)).toBeGreaterThan(0);
  expect(readdirSync(folder)).toEqual(before);
  expect(readFileSync(join(folder, 'stopped.arrow'), 'utf8')).toBe('of before');
});

it('stopped among the files of a folder, it goes on after them with any number of threads, to the same bytes', async () => {
  const many = join(folder, 'many_nb_301');
  writeResults(many, 4000);
  const whole = await imported(many, 'whole.arrow', 3);
  writeFileSync(join(folder, 'parted.arrow'), 'of before');
  const before = readdirSync(folder);
  const first = await imported(many, 'parted.arrow', 3, 1);
  expect(first.sums).toBeUndefined();
  expect(readdirSync(folder)).toEqual([...before, 'parted.arrow.rows'].sort());
  expect(readFileSync(first.out, 'utf8')).toBe('of before');
  const second = await imported(many, 'parted.arrow', 1);
  // What was told of is kept; a little more may be.
  expect(second.before).toBeGreaterThanOrEqual(first.told.at(-1)!);
  expect(second.sums).toEqual(whole.sums);
  expect(readFileSync(second.out).equals(readFileSync(whole.out))).toBe(true);
  expect(readdirSync(folder)).toEqual(before);
});

it('is refused while another import writes the same table, and touches nothing of it', async () => {
  const out = join(folder, 'held.arrow');
  const release = await lockOutput(out);
  writeFileSync(rowsName(out), 'rows of the other');
  await expect(imported(official, 'held.arrow', 1)).rejects.toThrow(/is being written by/);
  expect(readFileSync(rowsName(out), 'utf8')).toBe('rows of the other');
  await release();
  rmSync(rowsName(out));
});

it('stopped before it began, it leaves nothing', async () => {
  const before = readdirSync(folder);
  const { sums } = await imported(official, 'never.arrow', 3, 0);
  expect(sums).toBeUndefined();
  expect(readdirSync(folder)).toEqual(before);
});
