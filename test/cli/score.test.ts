import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readScores } from '../../src/run/read-scores.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { nasprobe } from './nasprobe.ts';
import { scoresOf } from './score-table.ts';

const root = mkdtempSync(join(tmpdir(), 'nasprobe-score-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const space = findSpace('nasbench201');
const SMALL = ['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8'];
const CHEAP = ['--proxies', 'params,macs,synflow,nwot', ...SMALL];

interface Line {
  readonly space: string;
  readonly arch: string;
  readonly seed: number;
  readonly seconds: number;
  readonly scores: Record<string, { status: string; value?: number | string }>;
}
const linesOf = (stdout: string): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const withoutSeconds = (lines: readonly Line[]) => lines.map(({ seconds: _, ...rest }) => rest);

describe('nasprobe score', () => {
  test('--json prints one line an architecture in plan order, and nothing else', async () => {
    const { code, stdout, stderr } = await nasprobe([
      'score',
      '--archs',
      '12',
      '--json',
      '--workers',
      '2',
      ...CHEAP,
    ]);
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    expect(lines.map(({ arch }) => arch)).toEqual(space.sample(12, 0));
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['space', 'arch', 'seed', 'seconds', 'scores']);
      expect(line).toMatchObject({ space: 'nasbench201', seed: 0 });
      expect(line.seconds).toBeGreaterThan(0);
      expect(Object.keys(line.scores)).toEqual(['params', 'macs', 'synflow', 'nwot']);
      expect(line.scores.params).toEqual({ status: 'ok', value: expect.any(Number) });
    }
    expect(stderr).toMatch(/0\/12 .*\n12\/12 /s);
  });

  test('the scores are the same for 1 and 2 workers and for any split into parts', async () => {
    const base = ['score', '--archs', '20', '--seed', '7', '--json', '--quiet', ...CHEAP];
    const one = withoutSeconds(linesOf((await nasprobe([...base, '--workers', '1'])).stdout));
    const two = withoutSeconds(linesOf((await nasprobe([...base, '--workers', '2'])).stdout));
    expect(two).toEqual(one);
    for (const of of [2, 3]) {
      const parts = await Promise.all(
        Array.from({ length: of }, async (_, part) => {
          const run = await nasprobe([...base, '--workers', '1', '--shard', `${part + 1}/${of}`]);
          return withoutSeconds(linesOf(run.stdout));
        }),
      );
      expect(one.map((_, row) => parts[row % of]![Math.floor(row / of)])).toEqual(one);
      expect(parts.flat()).toHaveLength(20);
    }
  });

  test('the table in --out holds what --json prints', async () => {
    const out = join(folder, 'both.arrow');
    const { stdout } = await nasprobe(['score', '--archs', '9', '--out', out, '--json', '--quiet', ...CHEAP]);
    const held = linesOf(stdout).map(({ arch, seconds, scores }) => ({ arch, seconds, scores }));
    expect(held).toHaveLength(9);
    expect(await readScores(out)).toEqual(held);
  });

  test('parts scored apart and merged are the table of the whole', async () => {
    const args = ['score', '--archs', '11', '--quiet', '--workers', '1', ...CHEAP];
    const parts = [1, 2, 3].map((part) => join(folder, `part-${part}.arrow`));
    for (const [index, out] of parts.entries()) {
      expect((await nasprobe([...args, '--shard', `${index + 1}/3`, '--out', out])).code).toBe(0);
    }
    const [whole, merged] = [join(folder, 'whole.arrow'), join(folder, 'merged.arrow')];
    expect((await nasprobe([...args, '--out', whole])).code).toBe(0);
    expect((await nasprobe(['merge', ...parts, '--out', merged])).code).toBe(0);
    expect(await scoresOf(merged)).toEqual(await scoresOf(whole));
    // The merged table is that of an undivided run, and as complete as one.
    const again = await nasprobe(['score', '--archs', '11', ...CHEAP, '--out', merged]);
    expect(again.stderr).toContain('holds 11 of 11 architectures already');
    expect(again.code).toBe(0);
  });

  test('without --out and --json a table for the eye is printed at the end', async () => {
    const arch = space.at(100);
    const { code, stdout } = await nasprobe(['score', arch, '--quiet', ...CHEAP]);
    expect(code).toBe(0);
    const [header, rule, row, ...rest] = stdout.trimEnd().split('\n');
    expect(header).toMatch(/^arch +params +macs +synflow +nwot +seconds$/);
    expect(rule).toMatch(/^[- ]+$/);
    expect(row!.startsWith(`${arch} `)).toBe(true);
    expect(rest).toEqual([]);
  });

  test('architectures come from a file or from stdin', async () => {
    const archs = [space.at(5), space.at(3)];
    const path = join(folder, 'archs.txt');
    writeFileSync(path, archs.join('\n'));
    for (const [from, input] of [
      [path, ''],
      ['-', `${archs.join('\n')}\n`],
    ] as const) {
      const { stdout } = await nasprobe(['score', '--archs', from, '--json', '--quiet', ...CHEAP], { input });
      expect(linesOf(stdout).map(({ arch }) => arch)).toEqual(archs);
    }
  });

  test('a complete output is left as it is', async () => {
    const out = join(folder, 'complete.arrow');
    const args = ['score', '--archs', '5', '--out', out, ...CHEAP];
    expect((await nasprobe(args)).code).toBe(0);
    const before = readFileSync(out);
    const again = await nasprobe(args);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('holds 5 of 5 architectures already');
    expect(readFileSync(out).equals(before)).toBe(true);
  });

  test('a reader of stdout that has seen enough ends the command quietly', async () => {
    const { execFileSync } = await import('node:child_process');
    const { MAIN } = await import('./nasprobe.ts');
    const args = ['score', '--archs', '400', '--json', '--quiet', ...CHEAP].join(' ');
    const text = execFileSync('bash', ['-c', `{ ${process.execPath} ${MAIN} ${args}; } 2>&1 | head -1`], {
      encoding: 'utf8',
    });
    expect(linesOf(text)).toHaveLength(1);
  });
});
