import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeResults } from '../datasets/import/write-results.ts';
import { killAndResume } from './kill-and-resume.ts';
import { nasprobe } from './nasprobe.ts';
import { scoresOf } from './score-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-interrupt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ARGS = ['score', '--archs', '200', '--workers', '2', '--channels', '4', '--cells', '1', '--size', '8'];
const run = (out: string, ...more: string[]): string[] => [
  ...ARGS,
  ...['--batch', '8', '--proxies', 'params,macs,synflow,nwot', '--out', join(folder, out), ...more],
];

test('killed at random moments and resumed each time, the table is that of a run left alone', async () => {
  const began = performance.now();
  expect((await nasprobe(run('whole.arrow'))).code).toBe(0);
  const alone = performance.now() - began;
  const whole = await scoresOf(join(folder, 'whole.arrow'));
  expect(new Set(whole.arch).size).toBe(200);
  const { killed } = await killAndResume(run('killed.arrow'), 5, alone * 0.7, Date.now());
  expect(killed).toBeGreaterThan(0);
  expect(await scoresOf(join(folder, 'killed.arrow'))).toEqual(whole);
}, 180_000);

test('an import of a folder, killed at random moments and begun again each time, writes the bytes of one left alone', async () => {
  const source = join(folder, 'nb_301');
  writeResults(source, 6000);
  const command = (out: string): string[] => [
    ...['datasets', 'import', source, '--workers', '2', '--quiet', '--out', join(folder, out)],
  ];
  const began = performance.now();
  expect((await nasprobe(command('whole-import.arrow'))).code).toBe(0);
  const alone = performance.now() - began;
  const { killed } = await killAndResume(command('killed-import.arrow'), 5, alone * 0.7, Date.now());
  expect(killed).toBeGreaterThan(0);
  const [whole, resumed] = ['whole', 'killed'].map((name) =>
    readFileSync(join(folder, `${name}-import.arrow`)),
  );
  expect(resumed!.equals(whole!)).toBe(true);
  expect(readdirSync(folder).filter((file) => file.startsWith('killed-import'))).toEqual([
    'killed-import.arrow',
  ]);
}, 180_000);

test('Ctrl-C writes what is done, says how to resume, and exits 130', async () => {
  const args = run('stopped.arrow', '--json');
  const stopped = await nasprobe(args, { kill: { signal: 'SIGINT', after: '\n' } });
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(
    /stopped after \d+ of 200 architectures\. The same command goes on from there: nasprobe score --archs 200 /,
  );
  const printed = stopped.stdout.trimEnd().split('\n').length;
  const resumed = await nasprobe(args);
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toContain(`holds ${printed} of 200 architectures already`);
  const lines = resumed.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(200);
  expect(lines.slice(0, printed).join('\n')).toBe(stopped.stdout.trimEnd());
  expect((await scoresOf(join(folder, 'stopped.arrow'))).arch).toHaveLength(200);
});
