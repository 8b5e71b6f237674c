import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openScoreFile } from '../../src/table/score-writer.ts';
import { refusal } from './refusal.ts';
import { options } from './score-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the lock', () => {
  const lockOf = (path: string, holder: unknown): void =>
    writeFileSync(`${path}.lock`, JSON.stringify(holder));

  it('keeps a second run out, of this process and of another', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const file = await openScoreFile(path, options);
    expect(await refusal(openScoreFile(path, options))).toMatch(/by this process already/);
    await file.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
    lockOf(path, { pid: process.ppid, host: hostname() });
    expect(await refusal(openScoreFile(path, options))).toMatch(
      new RegExp(`written by process ${process.ppid}, wait`),
    );
    lockOf(path, { pid: 1, host: 'elsewhere' });
    expect(await refusal(openScoreFile(path, options))).toMatch(/written by process 1 on elsewhere/);
    expect(existsSync(`${path}.lock`)).toBe(true);
  });

  it('takes over from a process that is gone, and from a run of its own number before', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const gone of [pid, process.pid]) {
      lockOf(path, { pid: gone, host: hostname() });
      await (await openScoreFile(path, options)).close();
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
  });
});
