import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWorkers } from '../../src/run/worker-pool.ts';

const WORKER = new URL('./workers/slow-to-load.ts', import.meta.url);

it('does not stop a thread before its module is loaded', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'nasprobe-')), 'loaded');
  process.env.NASPROBE_TEST_LOADED = file;
  await openWorkers(WORKER, 1).close();
  expect(readFileSync(file, 'utf8')).toBe('loaded');
});

it('runs jobs, and closes after them', async () => {
  process.env.NASPROBE_TEST_LOADED = join(mkdtempSync(join(tmpdir(), 'nasprobe-')), 'loaded');
  const workers = openWorkers<number, number>(WORKER, 2);
  expect(await Promise.all([1, 2, 3].map((job) => workers.run(job)))).toEqual([2, 4, 6]);
  await workers.close();
});
