import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeResults } from '../datasets/import/write-results.ts';
import { MAIN, nasprobe } from './nasprobe.ts';
import { scoresOf } from './score-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-disk-'));
const disk = mkdtempSync(join(tmpdir(), 'nasprobe-small-disk-'));
const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
/** A disk of this size, empty; or the one there is, made of another size. */
const resize = (size: string): boolean => mount('-o', `remount,rw,size=${size}`, disk);
/** Only root may mount. */
const isMounted = process.platform === 'linux' && mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  for (const made of [folder, disk]) rmSync(made, { recursive: true, force: true });
});

const SMALL = ['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8', '--workers', '2', '--quiet'];
const OFFICIAL = join(folder, 'nb_301');
writeResults(OFFICIAL, 100);
const TINY = ['--channels', '2', '--cells', '1', '--size', '4', '--train-images', '128', '--batch', '32'];
const JOBS: Readonly<Record<string, readonly string[]>> = {
  score: ['score', '--archs', '120', '--proxies', 'params,synflow', ...SMALL],
  screen: ['screen', '--archs', '100', '--top', '50', '--stage', 'synflow', ...SMALL],
  train: ['train', '--archs', '3', '--epochs', '2', '--workers', '2', '--quiet', ...TINY],
  supernet: [
    'supernet',
    '--archs',
    '4',
    '--epochs',
    '2',
    '--at',
    '1',
    '--calibration',
    '2',
    '--quiet',
    ...TINY,
  ],
  import: ['datasets', 'import', OFFICIAL, '--quiet'],
};
const NAMES = Object.keys(JOBS);
const job = (name: string, out: string): string[] => [...JOBS[name]!, '--out', out];

async function timeless(path: string): Promise<unknown> {
  const columns = Object.entries(await scoresOf(path));
  return columns.filter(([name]) => !name.includes('seconds'));
}

describe.skipIf(!isMounted)('on a disk of its own (needs a right to mount)', () => {
  it.each(NAMES)(
    '%s says that the disk is full, and with more space goes on to the table of any other run',
    async (name) => {
      const out = join(disk, `${name}.arrow`);
      resize('64k');
      writeFileSync(join(disk, 'full'), new Uint8Array(56 * 1024));
      const { code, stderr } = await nasprobe(job(name, out));
      expect(stderr).toMatch(
        /: the disk is full, free some space and run the same command again(; what was read is kept in .+)?\n$/,
      );
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(code).toBe(2);
      resize('8m');
      expect(await nasprobe(job(name, out))).toMatchObject({ code: 0 });
      const elsewhere = join(folder, `${name}.arrow`);
      expect((await nasprobe(job(name, elsewhere))).code).toBe(0);
      expect(await timeless(out)).toEqual(await timeless(elsewhere));
      for (const file of readdirSync(disk)) rmSync(join(disk, file), { recursive: true });
    },
    120_000,
  );

  it('nothing is written to a disk that may only be read, which is said before any work', async () => {
    resize('8m');
    const scores = join(disk, 'scores.arrow');
    const made = await nasprobe(job('score', scores));
    expect(made.code).toBe(0);
    mount('-o', 'remount,ro', disk);
    const truth = ['--truth', 'nas201-fashion'];
    const commands = [
      ...NAMES.map((name) => job(name, join(disk, `${name}-new.arrow`))),
      ['merge', scores, '--out', join(disk, 'merged.arrow')],
      ['report', scores, ...truth, '--out', join(disk, 'report.html')],
      ['plot', 'forest', scores, ...truth, '--out', join(disk, 'forest.svg')],
    ];
    for (const command of commands) {
      const { code, stderr, stdout } = await nasprobe(command);
      expect([command[0], code, stdout, stderr.trimEnd().split('\n').length]).toEqual([command[0], 2, '', 1]);
    }
    resize('8m');
    expect(readdirSync(disk)).toEqual(['scores.arrow']);
  }, 120_000);
});

/** Bytes that are left of a file which is cut. */
const CUT = 4000;
const OTHERS = 'a,b\n1,2\n';

function replace(out: string): void {
  rmSync(out);
  writeFileSync(out, OTHERS);
}

/** Without the zeros at the end: a cut that a write made up with zeros is made again after the last other byte. */
function withoutZeros(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}

describe('an output that something else touches', () => {
  const LONG = ['score', '--archs', '6000', '--proxies', 'params,synflow', ...SMALL.slice(0, -1)];
  /** Starts a long run and waits until rows are on the disk. */
  const started = async (out: string) => {
    const run = spawn(process.execPath, [MAIN, ...LONG, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    run.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
      run.on('close', (code) => resolve({ code, stderr })),
    );
    await expect
      .poll(() => statSync(out, { throwIfNoEntry: false })?.size ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(9000);
    return { run, ended };
  };

  it('another run of the same output is refused, and leaves the first alone', async () => {
    const out = join(folder, 'twice.arrow');
    const { run, ended } = await started(out);
    const { code, stderr } = await nasprobe([...LONG, '--out', out]);
    expect(stderr).toMatch(
      /is being written by process \d+, wait for it, or remove .*\.lock if it is gone\n$/,
    );
    expect(code).toBe(2);
    run.kill('SIGINT');
    expect((await ended).code).toBe(130);
  }, 120_000);

  /** The touch, and what it leaves of the first bytes; the run may be writing meanwhile, so that the file cannot tell. */
  it.each<[string, string, (out: string) => void, (first: Buffer) => Buffer | undefined]>([
    ['put in its place', 'changed', replace, () => Buffer.from(OTHERS)],
    ['cut', 'changed', (out) => truncateSync(out, CUT), (first) => first],
    ['removed', 'removed', (out) => rmSync(out), () => undefined],
  ])(
    'a file that is %s while the run writes to it ends the run with one line',
    async (_, how, touch, leaves) => {
      const out = join(folder, `${how}.arrow`);
      rmSync(out, { force: true });
      const { ended } = await started(out);
      const left = leaves(readFileSync(out).subarray(0, CUT));
      touch(out);
      const { code, stderr } = await ended;
      expect(stderr).toMatch(new RegExp(`: was ${how} by another program while it was written, `));
      expect(code).toBe(2);
      const found = existsSync(out) ? readFileSync(out) : undefined;
      expect(found?.length ?? 0).toBeLessThanOrEqual(CUT);
      expect(found && withoutZeros(found)).toEqual(left && withoutZeros(left));
    },
    120_000,
  );

  it('a table of trainings that was replaced is not overwritten, and nothing is lost', async () => {
    const out = join(folder, 'replaced.arrow');
    expect((await nasprobe(job('train', out))).code).toBe(0);
    const whole = await timeless(out);
    cpSync(out, join(folder, 'kept.arrow'));
    const more = ['train', ...job('train', out).slice(1)].map((word) => (word === '3' ? '9' : word));
    const run = nasprobe(more);
    await expect.poll(() => readdirSync(folder), { timeout: 60_000 }).toContain('replaced.arrow.parts');
    await expect.poll(() => readdirSync(`${out}.parts`), { timeout: 60_000 }).toContain('finished.jsonl');
    writeFileSync(out, 'mine');
    const { code, stderr } = await run;
    expect(stderr).toMatch(/was changed by another program while the run went on, move it away/);
    expect(code).toBe(2);
    expect(statSync(out).size).toBe(4);
    cpSync(join(folder, 'kept.arrow'), out);
    expect((await nasprobe(job('train', out))).code).toBe(0);
    const again = (await timeless(out)) as [string, unknown[]][];
    for (const [i, [name, values]] of (whole as [string, unknown[]][]).entries()) {
      expect(again[i]![0]).toBe(name);
      expect(again[i]![1].slice(0, 3)).toEqual(values);
    }
  }, 120_000);
});
