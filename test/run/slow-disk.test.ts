import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { afterEach, expect, it, vi } from 'vitest';
import type { CrashWatch } from '../../src/run/crash-watch.ts';
import { makePlan } from '../../src/run/plan.ts';
import { resolveConfig } from '../../src/run/resolve-config.ts';
import { runScores } from '../../src/run/run-scores.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { temporaryFolder } from '../table/temporary-folder.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A disk on which nothing is synced until it is let go. */
async function heldDisk() {
  const probe = await open(import.meta.filename);
  const handle = Object.getPrototypeOf(probe) as { datasync(): Promise<void> };
  await probe.close();
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { datasync } = handle;
  const syncs = vi.spyOn(handle, 'datasync').mockImplementation(async function (this: unknown) {
    await gate;
    return datasync.call(this);
  });
  return { syncs, release };
}

const WORKERS = 2;
const ARCHS = 6000;
const config = resolveConfig({ proxies: ['params'], skeleton: { channels: 4, cells: 1, size: 8 } });
const plan = await makePlan(findSpace(config.space), { kind: 'archs', value: String(ARCHS) }, 0);

/** A run that counts what was begun, and what came out of it. */
function followed(out: string, signal?: AbortSignal) {
  const counts = { begun: 0, scored: 0, stopped: false };
  const watch: CrashWatch = {
    deathsOf: () => [],
    begin: () => {
      counts.begun += 1;
    },
    end() {},
  };
  const ended = (async () => {
    for await (const event of runScores({
      config,
      plan,
      workers: WORKERS,
      out,
      watch,
      ...(signal && { signal }),
    })) {
      if (event.type === 'scored') counts.scored += 1;
      else if (event.type === 'finished') counts.stopped = event.stopped;
    }
  })();
  return { counts, ended };
}

const rowsOf = (path: string): number => arrow.tableFromIPC(readFileSync(path)).numRows;

it('workers wait for a disk that does not keep up, and nothing piles up in memory', async () => {
  const out = join(temporaryFolder(), 'slow.arrow');
  const { syncs, release } = await heldDisk();
  const { counts, ended } = followed(out);
  await vi.waitFor(() => expect(syncs).toHaveBeenCalled(), { timeout: 30_000 });
  // What was under way comes in; then all stands still.
  let before = -1;
  await vi.waitFor(
    () => {
      const still = counts.begun === before;
      before = counts.begun;
      expect(still).toBe(true);
    },
    { timeout: 30_000, interval: 300 },
  );
  expect(counts.begun).toBeLessThan(ARCHS);
  // 16 results for each of two jobs a worker may have at a time.
  expect(counts.begun - counts.scored).toBeLessThanOrEqual(16 * 2 * WORKERS);
  expect(syncs).toHaveBeenCalledTimes(1);
  release();
  await ended;
  expect(counts).toEqual({ begun: ARCHS, scored: ARCHS, stopped: false });
  expect(rowsOf(out)).toBe(ARCHS);
}, 120_000);

it('stopped while the disk is slow, a run writes what it has when the disk comes back', async () => {
  const out = join(temporaryFolder(), 'stopped.arrow');
  const { syncs, release } = await heldDisk();
  const stop = new AbortController();
  const { counts, ended } = followed(out, stop.signal);
  await vi.waitFor(() => expect(syncs).toHaveBeenCalled(), { timeout: 30_000 });
  stop.abort();
  release();
  await ended;
  expect(counts.stopped).toBe(true);
  expect(counts.scored).toBeLessThan(ARCHS);
  expect(rowsOf(out)).toBe(counts.scored);
}, 120_000);
