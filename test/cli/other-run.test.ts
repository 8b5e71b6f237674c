import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { nasprobe } from './nasprobe.ts';

const BASE = [
  ...['score', '--archs', '5', '--channels', '4', '--cells', '1', '--size', '8', '--batch', '4'],
  ...['--proxies', 'params,synflow', '--no-supervise', '--quiet'],
];

/** Options that decide a score or which rows there are: another value, and what the refusal names. */
const DECIDING: Readonly<Record<string, readonly [string[], RegExp]>> = {
  space: [['transnas-micro'], /made with (space|proxies|skeleton)/],
  archs: [['6'], /made with selection\.count = 5, this run has 6/],
  proxies: [['params'], /made with proxies = /],
  seed: [['1'], /made with seed = 0, this run has 1/],
  batch: [['5'], /made with batch\.size = 4, this run has 5/],
  engine: [['reference'], /made with engine\.id = "wasm", this run has "reference"/],
  deterministic: [[], /made with engine\.relaxedSimd = true, this run has false/],
  images: [['fashion'], /made with images\.kind = "random"/],
  channels: [['8'], /made with skeleton\.channels = 4, this run has 8/],
  cells: [['2'], /made with skeleton\.cells = 1, this run has 2/],
  size: [['16'], /made with skeleton\.size = 8, this run has 16/],
  classes: [['11'], /made with skeleton\.classes = 10, this run has 11/],
  shard: [['1/2'], /made with shard\.of = 1, this run has 2/],
  // Neither can be said of this run at all.
  weights: [['w.safetensors'], /weights/],
  device: [['1'], /device/],
};
/** Options that change nothing in the table. */
const FREE = ['out', 'workers', 'json', 'strict', 'no-supervise', 'quiet', 'help'];

const out = join(mkdtempSync(join(tmpdir(), 'nasprobe-')), 'out.arrow');
let before: Buffer;
beforeAll(async () => {
  expect((await nasprobe([...BASE, '--out', out])).code).toBe(0);
  before = readFileSync(out);
});

it('every option of score is known to decide, or to change nothing', async () => {
  const { stdout } = await nasprobe(['score', '--help']);
  const names = [...stdout.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name]) => name!);
  expect(names.sort()).toEqual([...Object.keys(DECIDING), ...FREE].sort());
});

it.each(Object.entries(DECIDING))(
  'another --%s does not append to the output',
  async (name, [value, said]) => {
    const { code, stderr } = await nasprobe([...BASE, `--${name}`, ...value, '--out', out]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^nasprobe: /);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
    expect(readFileSync(out).equals(before)).toBe(true);
  },
);

it('another number of workers goes on with it', async () => {
  const { code } = await nasprobe([...BASE, '--workers', '1', '--out', out]);
  expect(code).toBe(0);
  expect(readFileSync(out).equals(before)).toBe(true);
});
