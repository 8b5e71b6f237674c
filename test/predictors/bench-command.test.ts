import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import { nasprobe } from '../cli/nasprobe.ts';
import { madeUp } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-predict-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const archs = nasbench201.sample(90, 5);
const { samples, targets } = madeUp(90, 5);
const lines = archs.map((arch, i) => [arch, targets[i], ...samples[i]!.scores].join(','));
writeFileSync(
  at('truth.csv'),
  ['arch,accuracy', ...lines.map((line) => line.split(',').slice(0, 2).join(','))].join('\n'),
);
writeFileSync(
  at('scores.csv'),
  ['arch,size,flatness,noise', ...lines.map((line) => line.split(',').toSpliced(1, 1).join(','))].join('\n'),
);

const data = ['--truth', at('truth.csv'), '--scores', at('scores.csv'), '--lower', 'flatness'];
const small = [
  '--train',
  '10,20',
  '--trials',
  '2',
  '--test',
  '40',
  '--predictors',
  'ridge,boosting,rank-sum',
  '--encodings',
  'scores,graph+scores',
];
const bench = (...more: string[]) =>
  nasprobe(['predict', 'bench', ...data, '--targets', 'accuracy', ...small, ...more]);

interface Row {
  readonly [name: string]: unknown;
}
/** Without what depends on the machine. */
const rowsOf = (json: string): Row[] =>
  (JSON.parse(json) as Row[]).map(({ fitSeconds: _, querySeconds: __, ...row }) => row);

describe('predict bench', () => {
  it('gives the same rows whatever the workers, and goes on where it was stopped', async () => {
    const one = await bench('--format', 'json', '--workers', '1');
    expect(one.code).toBe(0);
    const rows = rowsOf(one.stdout);
    // Two trials of two sizes of five pairs.
    expect(rows.length).toBe(2 * 2 * 5);
    expect(rows[0]).toMatchObject({
      space: 'nasbench201',
      target: 'accuracy',
      predictor: 'ridge',
      encoding: 'scores',
      train: 10,
      trial: 0,
      problem: null,
    });
    expect(rows.every(({ kendall }) => (kendall as number) > 0.2)).toBe(true);
    // What is not trained gives no accuracies to be wrong about.
    expect(rows.filter(({ rmse }) => rmse === null).every(({ predictor }) => predictor === 'rank-sum')).toBe(
      true,
    );

    const part = await bench(
      '--workers',
      '2',
      '--out',
      at('bench.arrow'),
      '--trials',
      '1',
      '--format',
      'json',
    );
    expect(part.code).toBe(0);
    const rest = await bench('--workers', '2', '--out', at('bench.arrow'), '--format', 'json');
    expect(rest.stderr).toContain('10/20');
    expect(JSON.stringify(rowsOf(rest.stdout))).toBe(JSON.stringify(rows));
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('writes figures and a table for a paper', async () => {
    const { code, stdout } = await bench('--figures', at('figures'), '--format', 'latex');
    expect(code).toBe(0);
    expect(stdout).toContain('boosting, graph+scores');
    for (const name of ['accuracy.svg', 'seconds.svg'])
      expect(readFileSync(join(at('figures'), name), 'utf8')).toMatch(/^<svg/);
  });

  it.each([
    ['--train 80', 'lower one', ['--train', '80']],
    ['an unknown predictor', 'did you mean "boosting"', ['--predictors', 'bosting']],
    ['an unknown encoding', 'did you mean "graph"', ['--encodings', 'grap']],
    ['an encoding without data', 'curve', ['--encodings', 'curve']],
    ['a pair that does not go', 'none of the predictors', ['--predictors', 'gcn', '--encodings', 'scores']],
    ['an unknown target', 'no column "accurac"', ['--targets', 'accurac']],
    ['a target of text', 'holds text', ['--targets', 'arch']],
    ['too large a top', '--top 50', ['--top', '50']],
    ['another bench in --out', 'seed', ['--out', at('bench.arrow'), '--seed', '4']],
    ['an --out of another kind', 'an .arrow file is written', ['--out', at('x.csv')]],
  ])('refuses %s', async (_, words, more) => {
    const { code, stdout, stderr } = await bench(...more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n').at(-1)).toContain(words);
  });
});

describe('predict fit and apply', () => {
  it('predicts architectures from a model file', async () => {
    const fitted = await nasprobe([
      'predict',
      'fit',
      ...data,
      '--target',
      'accuracy',
      '--out',
      at('model.json'),
    ]);
    expect([fitted.code, fitted.stdout]).toEqual([0, '']);
    expect(fitted.stderr).toContain('boosting on graph+scores, fitted on 90 architectures');
    const scores = ['--scores', at('scores.csv')];
    const { code, stdout } = await nasprobe([
      'predict',
      'apply',
      at('model.json'),
      at('truth.csv'),
      ...scores,
      '--top',
      '3',
    ]);
    expect(code).toBe(0);
    const [header, first, ...others] = stdout.trim().split('\n');
    expect(header).toBe('arch,accuracy');
    expect(others.length).toBe(2);
    // The best that it names is among the truly best.
    const truth = targets[archs.indexOf(first!.split(',')[0]!)]!;
    expect(truth).toBeGreaterThanOrEqual([...targets].sort((a, b) => b - a)[9]!);
  });

  it('refuses a model that is none, and tables without what it wants', async () => {
    writeFileSync(at('none.json'), '{"format":"other"}');
    const none = await nasprobe(['predict', 'apply', at('none.json'), at('truth.csv')]);
    expect([none.code, none.stdout]).toEqual([2, '']);
    const lacking = await nasprobe(['predict', 'apply', at('model.json'), at('truth.csv')]);
    expect(lacking.code).toBe(2);
    expect(lacking.stderr).toContain('"size"');
  });

  it('tells what each proxy is worth', async () => {
    const command = [
      'predict',
      'importance',
      ...data,
      '--target',
      'accuracy',
      '--train',
      '40',
      '--test',
      '40',
      '--trials',
      '2',
      '--predictors',
      'boosting',
    ];
    const { code, stdout } = await nasprobe([...command, '--format', 'csv']);
    expect(code).toBe(0);
    const names = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    expect([names[0], names.at(-1)]).toEqual(['size', 'noise']);
  });
});
