import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { writeResults } from '../datasets/import/write-results.ts';
import { MAIN, nasprobe } from './nasprobe.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-signals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROXIES = Array.from({ length: 12 }, (_, i) => `a rather long name of a proxy, ${i}`);
/** Scores and an accuracy of so many architectures. */
const study = (rows: number): string =>
  `arch,${PROXIES.map((name) => `"${name}"`).join(',')},test\n${Array.from({ length: rows }, (_, row) => `${row},${PROXIES.map((_, i) => (row * (i + 3)) % 101).join(',')},${row % 97}`).join('\n')}\n`;
// What is written of these rows is longer than a pipe holds; what is written about them, as long of a few.
writeFileSync(join(folder, 'many.csv'), study(4000));
writeFileSync(join(folder, 'few.csv'), study(200));
writeFileSync(
  join(folder, 'curves.csv'),
  `arch,${Array.from({ length: 12 }, (_, i) => `acc_${i + 1}`).join(',')}\n${Array.from({ length: 150 }, (_, row) => `${row},${Array.from({ length: 12 }, (_, i) => 0.9 - (0.5 + row / 900) / (i + 1 + (row % 7) / 9)).join(',')}`).join('\n')}\n`,
);

/** Runs the command; `act` is called with it when it has written something. */
function follow(
  args: readonly string[],
  stream: 'stdout' | 'stderr',
  act: (run: ReturnType<typeof spawn>) => void,
): Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const run = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    run.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    run[stream].once('data', () => act(run));
    run.stdout.resume();
    run.on('close', (code, signal) => resolve({ code, signal, stderr }));
  });
}

const SLOW_DISK = fileURLToPath(new URL('./slow-disk.cjs', import.meta.url));
const SMALL = ['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8', '--workers', '2'];
const few = ['few.csv', '--truth', 'few.csv', '--targets', 'test'];
const many = ['many.csv', '--truth', 'many.csv', '--targets', 'test'];

it.each([
  ['score', '--archs', '3000', '--proxies', 'params,synflow', '--json', '--quiet', ...SMALL],
  ['screen', '--stage', 'params', '--top', '6000', '--json', '--quiet'],
  ['rank', ...few, '--format', 'json'],
  ['table', ...few, '--format', 'latex'],
  ['curves', 'fit', 'curves.csv', '--seen', '0.5', '--workers', '1', '--format', 'json'],
  ['report', ...many, '--resamples', '0'],
  ['plot', 'heatmap', ...few],
  ['merge', 'many.csv', '--out', '-'],
  ['datasets', 'convert', 'many.csv', '--out', '-'],
  ['datasets', 'list'],
  [
    'curves',
    'bench',
    'curves.csv',
    '--seen',
    '0.5',
    '--workers',
    '1',
    '--format',
    'json',
    '--estimators',
    'last_value',
  ],
  ['proxies'],
  ['spaces'],
  ['predict', 'list'],
  ['--help'],
])(
  '%s … | head ends quietly',
  async (...args) => {
    // The reader is gone before the first byte, or after it: both are quiet.
    const gone = await follow(args, 'stdout', (run) => run.stdout?.destroy());
    expect([gone.code, gone.signal]).toEqual([0, null]);
    // Notes are for stderr; what became of stdout is no news.
    expect(gone.stderr).not.toMatch(/EPIPE|defect|^ +at /m);
  },
  120_000,
);

it.each([
  [
    'score',
    ['--archs', '9000', '--proxies', 'params,synflow', ...SMALL],
    /stopped after \d+ of 9000 .*The same command goes on from there: nasprobe score --archs/,
  ],
  [
    'screen',
    ['--archs', '9000', '--stage', 'synflow', '--top', '100', ...SMALL],
    /stopped\. The same command goes on from there/,
  ],
  [
    'train',
    ['--archs', '500', '--channels', '2', '--cells', '1', '--size', '4', '--epochs', '3'],
    /stopped: \d+ of 500 trainings are done\. The same command goes on from there/,
  ],
  [
    'supernet',
    ['--archs', '20', '--channels', '2', '--cells', '1', '--size', '4', '--epochs', '500'],
    /stopped: \d+ of \d+ moments are done\. The same command goes on from there/,
  ],
] as const)(
  'Ctrl-C in %s: writes what is done, says how to go on, and leaves no lock',
  async (name, more, told) => {
    const out = `${name}.arrow`;
    const { code, stderr } = await follow([name, ...more, '--out', out], 'stderr', (run) =>
      run.kill('SIGINT'),
    );
    expect(stderr).toMatch(told);
    expect(code).toBe(130);
    expect(readdirSync(folder).filter((file) => file.endsWith('.lock'))).toEqual([]);
  },
  120_000,
);

it('Ctrl-C in datasets import: what was there stays, nothing else is left, and it says what to do', async () => {
  const one = '"00000000":{"test_acc":[90],"mean_acc":90,"params":1,"flops":1}';
  writeFileSync(join(folder, 'nas-bench-macro.json'), `{${new Array(300_000).fill(one).join()}}`);
  writeFileSync(join(folder, 'import.arrow'), 'of before');
  const before = readdirSync(folder);
  const args = ['datasets', 'import', 'nas-bench-macro.json', '--out', 'import.arrow'];
  const { code, stderr } = await follow(args, 'stderr', (run) => setTimeout(() => run.kill('SIGINT'), 300));
  expect(stderr).toMatch(
    /stopped after [\d,]+ rows, of which none are kept\. The same command begins again\n$/,
  );
  expect(code).toBe(130);
  expect(readdirSync(folder)).toEqual(before);
  expect(readFileSync(join(folder, 'import.arrow'), 'utf8')).toBe('of before');
}, 120_000);

it('Ctrl-C in datasets import of a folder says how to go on, and the same command does', async () => {
  const source = join(folder, 'nb_301');
  writeResults(source, 4000);
  const args = ['datasets', 'import', source, '--workers', '2', '--out', 'parts.arrow'];
  const until = (run: ReturnType<typeof spawn>): void => {
    const look = setInterval(() => {
      const size = statSync(join(folder, 'parts.arrow.rows'), { throwIfNoEntry: false })?.size ?? 0;
      if (size === 0) return;
      clearInterval(look);
      run.kill('SIGINT');
    }, 5);
  };
  const { code, stderr } = await follow(args, 'stderr', until);
  const stopped = /stopped after (\d+) of 4000 files\. The same command goes on from there\n$/.exec(stderr);
  expect(stopped, stderr).not.toBeNull();
  expect(code).toBe(130);
  expect(readdirSync(folder).filter((file) => file.startsWith('parts.'))).toEqual(['parts.arrow.rows']);
  const resumed = await follow(args, 'stderr', () => {});
  const held = /parts\.arrow\.rows holds (\d+) of 4000 files already/.exec(resumed.stderr);
  expect(Number(held?.[1])).toBeGreaterThanOrEqual(Number(stopped?.[1]));
  expect(resumed.code).toBe(0);
  expect(readdirSync(folder).filter((file) => file.startsWith('parts.'))).toEqual(['parts.arrow']);
}, 120_000);

it('a second Ctrl-C leaves at once', async () => {
  const { code, signal } = await follow(
    ['supernet', '--archs', '20', '--epochs', '500', '--out', 'twice.arrow'],
    'stderr',
    (run) => {
      run.kill('SIGINT');
      setTimeout(() => run.kill('SIGINT'), 600);
    },
  );
  // One that comes when the run has just ended by itself ends the process as a signal does: 130 for a shell either way.
  expect(code ?? 128 + constants.signals[signal as NodeJS.Signals]).toBe(130);
}, 120_000);

it('a second Ctrl-C does not wait for a disk that takes minutes, and what it has taken goes on', async () => {
  const args = ['score', '--archs', '600', '--proxies', 'params', ...SMALL, '--out', 'slow-disk.arrow'];
  const run = spawn(process.execPath, ['--require', SLOW_DISK, MAIN, ...args, '--no-supervise'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NASPROBE_TEST_SYNC_MS: '300000' },
  });
  const ended = new Promise((resolve) => run.on('close', resolve));
  await new Promise((resolve) => run.stderr.once('data', resolve));
  setTimeout(() => run.kill('SIGINT'), 1500);
  setTimeout(() => run.kill('SIGINT'), 2500);
  expect(await ended).toBe(130);
  expect((await nasprobe([...args.slice(0, -1), join(folder, 'slow-disk.arrow'), '--quiet'])).code).toBe(0);
}, 120_000);
