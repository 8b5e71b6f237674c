import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { needsSupervisor } from '../../src/cli/supervise/needs-supervisor.ts';
import { readScores } from '../../src/run/read-scores.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import { isAlive } from '../../src/table/is-alive.ts';
import { childrenOf, MAIN, nasprobe } from './nasprobe.ts';
import { scoresOf } from './score-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-supervise-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COUNT = 14;
const ARCHS = nasbench201.sample(COUNT, 0);
const CRASH = fileURLToPath(new URL('./crash-when-scoring.cjs', import.meta.url));

const score = (out: string, ...more: string[]): string[] => [
  ...['score', '--archs', String(COUNT), '--workers', '2', '--proxies', 'params,synflow'],
  ...['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8', '--out', join(folder, out), ...more],
];

/** Runs with native code that dies at these architectures. */
const crashing = (args: readonly string[], archs: readonly string[]) =>
  nasprobe(args, { node: ['--require', CRASH], env: { NASPROBE_TEST_CRASH: JSON.stringify(archs) } });

describe('a command whose process crashes', () => {
  it('is started again, passes over what killed it twice, and scores all else as ever', async () => {
    expect((await nasprobe(score('whole.arrow'))).code).toBe(0);
    const whole = await readScores(join(folder, 'whole.arrow'));
    const fatal = [ARCHS[1]!, ARCHS[2]!, ARCHS[9]!];
    const { code, stderr } = await crashing(score('crashed.arrow'), fatal);
    expect(code).toBe(0);
    expect(stderr).toContain('the process died (SIGSEGV) and is started again');
    expect(stderr).toMatch(
      /crashed on 3 architectures \(params, synflow\): the process that computed it died 2 times/,
    );
    const crashed = await readScores(join(folder, 'crashed.arrow'));
    expect(crashed.map(({ arch }) => arch)).toEqual(ARCHS);
    for (const [row, { arch, scores }] of crashed.entries()) {
      if (!fatal.includes(arch)) expect(scores).toEqual(whole[row]!.scores);
      else
        expect(scores.synflow).toEqual({
          status: 'failed',
          code: 'crashed',
          message: 'the process that computed it died 2 times (SIGSEGV, SIGSEGV)',
        });
    }
    expect((await crashing(score('crashed.arrow', '--strict'), [])).code).toBe(1);
  }, 120_000);

  it('gives up where nothing comes through any more', async () => {
    const { code, stderr } = await crashing(score('hopeless.arrow'), ARCHS);
    expect(stderr).toMatch(/died \(SIGSEGV\) 5 times in a row, with nothing finished between/);
    expect(code).toBe(70);
  }, 120_000);

  it('dies where nobody is to start it again', async () => {
    const { signal, stderr } = await crashing(score('alone.arrow', '--no-supervise'), ARCHS);
    expect([signal, stderr.includes('started again')]).toEqual(['SIGSEGV', false]);
  });
});

describe.skipIf(process.platform !== 'linux')('a supervisor', () => {
  const long = (out: string): string[] => score(out).map((word) => (word === String(COUNT) ? '4000' : word));
  const started = async (args: readonly string[]) => {
    const supervisor = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<string | number | null>((resolve) =>
      supervisor.on('close', (code, signal) => resolve(signal ?? code)),
    );
    await new Promise((resolve) => supervisor.stderr.once('data', resolve));
    return { supervisor, ended, command: childrenOf(supervisor.pid!)[0]! };
  };

  it('that is killed takes its command with it, and leaves the output free', async () => {
    const { supervisor, ended, command } = await started(long('orphan.arrow'));
    supervisor.kill('SIGKILL');
    // Both hold the pipe: it closes when both are gone.
    expect(await ended).toBe('SIGKILL');
    await expect.poll(() => isAlive(command), { timeout: 5000 }).toBe(false);
    expect((await nasprobe([...long('orphan.arrow'), '--seed', '1'])).stderr).toContain(
      'was made with seed = 0',
    );
  }, 60_000);

  it('whose command is killed goes on to the same table', async () => {
    const { ended, command } = await started(score('killed.arrow'));
    process.kill(command, 'SIGKILL');
    expect(await ended).toBe(0);
    expect(await scoresOf(join(folder, 'killed.arrow'))).toEqual(await scoresOf(join(folder, 'whole.arrow')));
  }, 60_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'passes %s on, to which the command writes what it has',
    async (name) => {
      const out = `${name}.arrow`;
      const { supervisor, ended } = await started(long(out));
      supervisor.kill(name);
      expect(await ended).toBe(130);
      const resumed = await nasprobe([...long(out), '--seed', '1']);
      expect(resumed.stderr).not.toContain('being written');
    },
    60_000,
  );
});

it.each([
  ['score --archs 3 --out a.arrow', true],
  ['--debug score --out=a.arrow', true],
  ['train --archs 3 --out a.arrow', true],
  ['supernet --out a.arrow', true],
  ['screen --out a.csv', true],
  ['score --archs 3', false],
  ['score --archs - --out a.arrow', false],
  ['score --archs 3 --out a.arrow --json', false],
  ['score --out a.arrow --no-supervise', false],
  ['score --out a.arrow --help', false],
  ['predict apply m.json t.csv --out a.csv', false],
  ['merge a.arrow --out b.arrow', false],
  ['', false],
])('%j wants a supervisor: %s', (line, wanted) => {
  expect(needsSupervisor(line.split(' ').filter((word) => word !== ''))).toBe(wanted);
});
