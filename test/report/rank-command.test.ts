import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addRank } from '../../src/cli/rank.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-rank-'));
const scores = join(folder, 'scores.csv');
const truth = join(folder, 'truth.csv');
const out = join(folder, 'out');

beforeAll(() => {
  writeFileSync(scores, 'arch,synflow,zen\na,1,4\nb,2,nan\nc,3,2\nd,5,1\ne,4,0\n');
  writeFileSync(truth, 'arch,accuracy\ne,5\nd,4\nc,3\nb,2\na,1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command with its output in a file; returns that, and what went to stderr. */
async function rank(...args: string[]): Promise<{ text: string; told: string }> {
  const program = new Command('nasprobe').exitOverride();
  addRank(program.command('rank'));
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await program.parseAsync(['rank', ...args, '--out', out], { from: 'user' });
    return { text: readFileSync(out, 'utf8'), told: stderr.mock.calls.map(([text]) => text).join('') };
  } finally {
    stderr.mockRestore();
  }
}

describe('nasprobe rank', () => {
  it('writes JSON and tells the policies on stderr', async () => {
    const { text, told } = await rank(scores, '--truth', truth, '--format', 'json', '--resamples', '50');
    const [synflow, zen] = JSON.parse(text);
    // One exchange among ten pairs; rho = 1 - 6 * 2 / (5 * 24).
    expect(synflow).toMatchObject({ proxy: 'synflow', target: 'accuracy', n: 5, dropped: 0, kendall: 0.8 });
    expect(synflow.spearman).toBeCloseTo(0.9, 14);
    expect(zen).toMatchObject({ n: 4, dropped: 1, spearman: -1, kendall: -1 });
    expect(told).toContain('5 of 5 scored rows joined on arch');
    expect(told).toContain('nonfinite scores dropped: zen 1');
    expect(told).toContain('50 resamples');
  });

  it('has the notes under the table', async () => {
    const { text, told } = await rank(
      scores,
      '--truth',
      truth,
      '--nonfinite',
      'worst',
      '--interval',
      'fisher',
    );
    expect(text).toContain('· nonfinite scores ranked worst: zen 1');
    expect(told).toBe('');
  });

  it('joins by isomorphism class what has no exact partner', async () => {
    // Both compute nothing but zeroes between input and output.
    const none = (edge: string) => `|none~0|+|none~0|none~1|+|none~0|${edge}~1|none~2|`;
    const some = '|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|';
    writeFileSync(join(folder, 's.csv'), `arch,p\n${none('none')},1\n${some},2\n`);
    writeFileSync(join(folder, 't.csv'), `arch,acc\n${none('nor_conv_1x1')},10\n${some},70\n`);
    const { text, told } = await rank(
      join(folder, 's.csv'),
      '--truth',
      join(folder, 't.csv'),
      '--format',
      'json',
    );
    expect(JSON.parse(text)[0]).toMatchObject({ n: 2, dropped: 0, kendall: 1 });
    expect(told).toContain('1 of them had no exact partner');
  });

  it.each([
    [['--format', 'xml'], '--format "xml": one of table, csv, json, markdown, latex is needed'],
    [['--top', '10'], '--top "10": a share above 0 and up to 1'],
    [['--confidence', '95'], '--confidence "95": a number between 0 and 1'],
    [['--resamples', '0'], '--resamples "0": a whole number from 1 up'],
    [['--nonfinite', 'best'], '--nonfinite "best": one of drop, worst'],
    [['--proxies', 'sinflow'], 'did you mean "synflow"?'],
    [['--on', 'index'], 'both tables have arch'],
  ])('refuses %j', async (args, message) => {
    await expect(rank(scores, '--truth', truth, ...args)).rejects.toThrow(message);
  });
});
