import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { randomStream } from '../../src/random/index.ts';
import { spearman } from '../../src/rank/index.ts';
import { readTable } from '../../src/table/read-table.ts';
import { findColumn } from '../../src/table/table.ts';
import { nasprobe } from './nasprobe.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-curves-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

// Forty power laws with a little noise, of 12 epochs.
const stream = randomStream(4, 'curves');
const CURVES = Array.from({ length: 40 }, (_, k) => {
  const [level, drop] = [0.6 + 0.3 * stream.uniform(2 * k), 0.2 + 0.3 * stream.uniform(2 * k + 1)];
  return Array.from({ length: 12 }, (_, i) =>
    Number((level - drop * (i + 1) ** -0.8 + 0.003 * stream.normal(1000 + 16 * k + i)).toFixed(6)),
  );
});
const header = Array.from({ length: 12 }, (_, i) => `acc_${i + 1}`).join(',');
writeFileSync(
  at('mit_small.csv'),
  `arch,params,${header}\n${CURVES.map((curve, k) => `net${k},${k + 1},${curve.join(',')}`).join('\n')}\n`,
);
writeFileSync(
  at('lists.jsonl'),
  CURVES.map((curve, k) => JSON.stringify({ arch: `=net|${k}\u001b`, val_acc: curve })).join('\n'),
);
writeFileSync(at('two.jsonl'), '{"val_acc":[1,2,3],"val_f1":[1,2,3]}\n');
writeFileSync(at('none.csv'), 'arch,acc\na,1\n');

interface Row {
  readonly set: string;
  readonly estimator: string;
  readonly [field: string]: unknown;
}

async function bench(...args: string[]): Promise<{ rows: Row[]; stderr: string }> {
  const { code, stdout, stderr } = await nasprobe([
    'curves',
    'bench',
    ...args,
    '--format',
    'json',
    '--quiet',
  ]);
  expect(stderr).not.toMatch(/ {4}at /);
  expect(code).toBe(0);
  return { rows: JSON.parse(stdout) as Row[], stderr };
}

const unhurried = (rows: readonly Row[]) => rows.map(({ seconds: _, ...rest }) => rest);

describe('curves bench', () => {
  test('judges every estimator, the same with one worker and two, from wide columns and from lists', async () => {
    const args = ['--seen', '0.25,6', '--train', '20'];
    const { rows } = await bench(at('mit_small.csv'), ...args, '--workers', '2');
    const last = rows.filter(({ estimator }) => estimator === 'last_value');
    expect(last.map(({ set, seen, epochs, n, dropped }) => [set, seen, epochs, n, dropped])).toEqual([
      ['small', 3, 12, 40, 0],
      ['small', 6, 12, 40, 0],
    ]);
    for (const [row, seen] of [
      [last[0]!, 3],
      [last[1]!, 6],
    ] as const) {
      const [x, y] = [CURVES.map((curve) => curve[seen - 1]!), CURVES.map((curve) => curve[11]!)];
      expect(row.spearman).toBeCloseTo(spearman(x, y), 12);
      expect(row.mae).toBeCloseTo(x.reduce((sum, value, i) => sum + Math.abs(value - y[i]!), 0) / 40, 12);
    }
    const law = rows.find(({ estimator, seen }) => estimator === 'power' && seen === 6)!;
    expect(Number(law.mae)).toBeLessThan(Number(last[1]!.mae) / 2);
    expect(rows.find(({ estimator }) => estimator === 'ridge')).toMatchObject({ n: 20, train: 20 });
    expect(rows.some(({ estimator }) => estimator === 'sotl' || estimator === 'mcmc')).toBe(false);

    const alone = await bench(at('mit_small.csv'), ...args, '--workers', '1');
    expect(unhurried(alone.rows)).toEqual(unhurried(rows));
    const lists = await bench(at('lists.jsonl'), ...args, '--estimators', 'last_value,power');
    const known = rows.filter(({ estimator }) => ['last_value', 'power'].includes(estimator));
    expect(unhurried(lists.rows)).toEqual(unhurried(known.map((row) => ({ ...row, set: 'lists' }))));
  });

  test('judges all on the same curves when asked, and says why it cannot learn', async () => {
    const held = await bench(at('mit_small.csv'), '--seen', '3', '--train', '30', '--held-out');
    expect(new Set(held.rows.map(({ n }) => n))).toEqual(new Set([10]));
    const few = await bench(at('mit_small.csv'), '--seen', '3', '--estimators', 'last_value,ridge');
    expect(few.rows.map(({ estimator }) => estimator)).toEqual(['last_value']);
    expect(few.stderr).toContain('nasprobe: small: 40 curves leave too few beside 100 to learn from');
  });

  test('keeps every field as an Arrow table with its protocol, and prints a paper table', async () => {
    const out = at('bench.arrow');
    const { code, stdout } = await nasprobe([
      ...['curves', 'bench', at('mit_small.csv'), '--seen', '3', '--estimators', 'last_value,ilog2'],
      ...['--out', out, '--format', 'latex', '--quiet'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('\\textit{small, 3 of 12 epochs}');
    const table = await readTable(out);
    expect(findColumn(table, 'estimator')!.values).toEqual(['last_value', 'ilog2']);
    expect(Number.isNaN(findColumn(table, 'coverage')!.values[0])).toBe(true);
    expect(JSON.parse(table.metadata.get('nasprobe')!)).toMatchObject({ what: 'curves bench', seed: 0 });
  });

  test.each([
    [
      'a share of nothing',
      [at('mit_small.csv'), '--seen', '0'],
      /--seen "0": a share between 0 and 1 or a whole/,
    ],
    ['half an epoch', [at('mit_small.csv'), '--seen', '2.5'], /--seen "2\.5"/],
    [
      'an estimator that is none',
      [at('mit_small.csv'), '--estimators', 'powr'],
      /--estimators "powr" is none: did you mean power\?/,
    ],
    ['no curves', [at('none.csv')], /none\.csv: holds no learning curves: a list column is needed/],
    ['two curves', [at('two.jsonl')], /choose one with --curve: val_acc, val_f1/],
    ['no file', [at('absent.csv')], /absent\.csv/],
    ['another format', [at('mit_small.csv'), '--format', 'xml'], /--format "xml": one of table, csv/],
    [
      'an output of no known kind',
      [at('mit_small.csv'), '--out', at('x.txt')],
      /x\.txt: a table is written as/,
    ],
  ])('%s: one line, exit 2, nothing written', async (_name, args, line) => {
    const before = readdirSync(folder).sort();
    const { code, stdout, stderr } = await nasprobe(['curves', 'bench', ...args]);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^nasprobe: [^\n]+\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

describe('curves fit', () => {
  const fit = (...args: string[]) => nasprobe(['curves', 'fit', ...args, '--quiet']);

  test('gives parameters, errors and the extrapolation with its interval', async () => {
    const args = ['--seen', '8', '--families', 'power,pow4', '--rows', '3,5', '--format', 'json'];
    const { code, stdout } = await fit(at('mit_small.csv'), ...args);
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows.map(({ row, arch, family, names }) => [row, arch, family, names])).toEqual([
      [3, 'net3', 'power', 'a b c'],
      [3, 'net3', 'pow4', 'a d b c'],
      [5, 'net5', 'power', 'a b c'],
      [5, 'net5', 'pow4', 'a d b c'],
    ]);
    expect(rows[0]).toMatchObject({
      status: 'ok',
      seen: 8,
      target: 12,
      truth: CURVES[3]![11],
      last: CURVES[3]![7],
    });
    const { low, value, high, truth } = rows[0] as Record<string, number>;
    expect(low! < value! && value! < high! && low! < truth! && truth! < high!).toBe(true);
  });

  test('draws curves, the same bytes each time, and keeps a table', async () => {
    const draw = (name: string) =>
      fit(
        at('lists.jsonl'),
        '--seen',
        '0.5',
        '--rows',
        '0,7',
        '--figure',
        at(name),
        '--out',
        at('fits.arrow'),
      );
    const { code, stdout } = await draw('a.svg');
    await draw('b.svg');
    expect(code).toBe(0);
    expect(stdout).toContain('lists, val_acc: epoch 12 from 6');
    const svg = readFileSync(at('a.svg'), 'utf8');
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg.match(/row [07], /g)).toHaveLength(2);
    // Six seen, six not, of each curve.
    expect(svg.match(/<circle/g)).toHaveLength(24);
    expect(readFileSync(at('b.svg'), 'utf8')).toBe(svg);
    const table = await readTable(at('fits.arrow'));
    expect(findColumn(table, 'parameters')?.kind).toBe('list');
    expect(table.rows).toBe(2);
  });

  test('lets no name steer a terminal or a spreadsheet', async () => {
    for (const format of ['csv', 'table', 'json']) {
      const { stdout } = await fit(at('lists.jsonl'), '--rows', '0', '--format', format);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toMatch(/(^|,)=net/m);
    }
  });

  test.each([
    ['a row without a curve', ['--rows', '40'], /--rows 40: row 40 of .* holds no curve/],
    ['two shares', ['--seen', '.1,.2'], /--seen takes one share/],
    ['a family that is none', ['--families', 'weibul'], /did you mean weibull\?/],
    ['no epoch', ['--at', '0'], /--at "0": an epoch from 1/],
  ])('%s: one line, exit 2', async (_name, args, line) => {
    const { code, stdout, stderr } = await fit(at('mit_small.csv'), ...args);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^nasprobe: [^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
