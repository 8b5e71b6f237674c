import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/index.ts';
import { killAndResume } from './kill-and-resume.ts';
import { nasprobe } from './nasprobe.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-train-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TINY = ['--channels', '2', '--cells', '1', '--size', '4', '--train-images', '128', '--batch', '32'];

/** The rows of a table but for what the clock gave. */
async function timeless(path: string): Promise<unknown[]> {
  const { columns } = await readTable(path);
  return columns
    .filter(({ name }) => !name.includes('seconds'))
    .map(({ name, values }) => [name, [...values]]);
}

describe('nasprobe train', () => {
  const train = (out: string, ...more: string[]) => [
    'train',
    ...[
      '--archs',
      '3',
      '--distinct',
      '--seeds',
      '0,1',
      '--epochs',
      '2',
      ...TINY,
      '--out',
      join(folder, out),
      ...more,
    ],
  ];

  it('killed at any moment goes on to the table of a run left alone', async () => {
    const began = performance.now();
    const { code, stdout } = await nasprobe(train('whole.arrow', '--quiet'));
    const alone = performance.now() - began;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^6 trainings of 3 architectures/);
    expect(stdout).toMatch(/Spearman of seeds 0 and 1 over 3 architectures: /);
    const { killed } = await killAndResume(train('killed.arrow'), 3, alone * 0.5, 7);
    expect(killed).toBeGreaterThan(0);
    expect(await timeless(join(folder, 'killed.arrow'))).toEqual(await timeless(join(folder, 'whole.arrow')));
  }, 180_000);

  it('stops when its hours are over, and extends a table', async () => {
    const stopped = await nasprobe(train('short.arrow', '--hours', '0.000001'));
    expect(stopped.code).toBe(0);
    expect(stopped.stderr).toMatch(/the hours are over: \d of 6 trainings are done/);
    const extended = await nasprobe(train('whole.arrow', '--archs', '4'));
    expect(extended.stderr).toMatch(/holds 6 of 8 trainings already/);
    expect(extended.stdout).toMatch(/^8 trainings of 4 architectures/);
    const truth = join(folder, 'whole.arrow');
    const ranked = await nasprobe([
      'rank',
      truth,
      '--truth',
      truth,
      '--targets',
      'test',
      '--proxies',
      'valid',
    ]);
    expect(ranked.code).toBe(2);
  }, 120_000);

  it.each([
    [['--out', 'x.csv'], /--out x\.csv is no \.arrow file/],
    [['--rate', '-1'], /--rate "-1": a number above 0 is needed/],
    [['--schedule', 'sine'], /--schedule "sine": one of cosine, step, constant is needed/],
    [['--images', 'absent'], /images absent are neither bundled \(fashion\) nor a folder/],
    [['--train-images', '4001'], /holds 4000 training images, fewer than 4001/],
    [['--batch', '129'], /128 training images do not fill a batch of 129/],
    [['--warmup', '2'], /warm-up of 2 epochs leaves none of 2/],
    [['--seeds', '1,1'], /different seeds are needed/],
    [['--classes', '9'], /not below 9: set --classes/],
    [['--archs', '99999'], /connected classes to draw/],
  ])('%j is refused in one line, and nothing is written', async (more, message) => {
    const { code, stderr, stdout } = await nasprobe(train('refused.arrow', '--no-supervise', ...more));
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('nasprobe supernet', () => {
  const supernet = (out: string, ...more: string[]) => [
    'supernet',
    ...['--archs', '4', '--truth', join(folder, 'whole.arrow'), '--epochs', '3', '--at', '1,2', ...TINY],
    ...['--out', join(folder, out), '--top', '0.5', ...more],
  ];

  it('killed at any moment goes on to the table of a run left alone', async () => {
    const began = performance.now();
    const { code, stdout } = await nasprobe(supernet('net.arrow', '--quiet', '--format', 'csv'));
    const alone = performance.now() - began;
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/epoch/);
    const { killed } = await killAndResume(supernet('net-killed.arrow'), 3, alone * 0.5, 3);
    expect(killed).toBeGreaterThan(0);
    expect(await timeless(join(folder, 'net-killed.arrow'))).toEqual(
      await timeless(join(folder, 'net.arrow')),
    );
  }, 180_000);

  it('shows the dynamics of a table again, and the model with its figure', async () => {
    const figure = join(folder, 'model.svg');
    const truth = ['--truth', join(folder, 'whole.arrow')];
    const shown = await nasprobe([
      'supernet',
      'dynamics',
      join(folder, 'net.arrow'),
      ...truth,
      '--format',
      'json',
    ]);
    expect(JSON.parse(shown.stdout)).toHaveLength(27);
    const model = await nasprobe([
      'supernet',
      'model',
      '--lambda',
      '5',
      '--at',
      '1,1e6',
      ...truth,
      '--figure',
      figure,
    ]);
    expect(model.stdout).toMatch(/^E +Spearman +Kendall\n.*\n1 +[-.\d]+ +[-.\d]+\n1000000 +[.\d]+ +[.\d]+\n/);
    expect(readFileSync(figure, 'utf8')).toMatch(/^<svg /);
    expect((await readTable(join(folder, 'net.arrow'))).rows).toBe(12);
  }, 60_000);

  it.each([
    [['--sampling', 'greedy'], /--sampling "greedy": one of uniform, fair is needed/],
    [['--at', '9'], /--at "9": whole numbers from 1 to 3, the epochs, is needed/],
    [['--calibration', '5'], /128 training images make 4 batches/],
    [['--target', 'speed'], /columns "arch" and "speed" are needed/],
  ])('%j is refused in one line', async (more, message) => {
    const { code, stderr } = await nasprobe(supernet('refused.arrow', '--no-supervise', '--quiet', ...more));
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
