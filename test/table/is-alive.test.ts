import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hasEnded, isAlive } from '../../src/table/is-alive.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('knows what runs, and what does not', async () => {
  expect([process.pid, process.ppid, 1].map(isAlive)).toEqual([true, true, true]);
  const child = spawn('sleep', ['60']);
  expect(isAlive(child.pid!)).toBe(true);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(isAlive(child.pid!)).toBe(false);
});

it('waits for the last thread of a process', () => {
  const status = (state: string, threads: number): string =>
    `4010 (a) Z 1 (b)) ${state} 4007 3963 1255 0 -1 4227148 30 0 0 0 0 0 0 0 20 0 ${threads} 0 350169 0 0`;
  expect([hasEnded(status('Z', 1)), hasEnded(status('Z', 2)), hasEnded(status('S', 1))]).toEqual([
    true,
    false,
    false,
  ]);
});

it.runIf(process.platform === 'linux')(
  'takes as gone what has ended and nobody asked after, whatever its name',
  async () => {
    const program = join(temporaryFolder(), 'a) S 1 1');
    writeFileSync(program, '#!/bin/sh\nsleep 0.3\n', { mode: 0o755 });
    // What the shell becomes before its child ends never asks how that was.
    const parent = spawn('sh', ['-c', '"$0" & echo $!; exec sleep 60', program]);
    onTestFinished(() => {
      parent.kill('SIGKILL');
    });
    const pid = Number((await once(parent.stdout, 'data'))[0]);
    const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'latin1');
    await expect.poll(stat, { timeout: 10_000 }).toMatch(/^\d+ \(a\) S 1 1\) Z /);
    expect(process.kill(pid, 0)).toBe(true);
    expect(isAlive(pid)).toBe(false);
  },
);
