import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import { drawClasses, jobsOf } from '../../../src/run/train/plan-trainings.ts';
import { DEFAULT_RECIPE, resolveTrainConfig } from '../../../src/run/train/resolve-train-config.ts';
import { runTrainings, type TrainingRuns } from '../../../src/run/train/run-trainings.ts';
import { findSpace } from '../../../src/spaces/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-train-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = resolveTrainConfig({
  skeleton: { channels: 4, cells: 1, size: 4 },
  trainImages: 640,
  recipe: { ...DEFAULT_RECIPE, epochs: 8 },
  deterministic: true,
});
const space = findSpace('nasbench201');
const jobs = jobsOf(drawClasses(space, 2, 0), [0, 1], 1);

async function train(run: Omit<TrainingRuns, 'config' | 'jobs'>): Promise<readonly TrainedRun[]> {
  let runs: readonly TrainedRun[] = [];
  for await (const event of runTrainings({ config, jobs, ...run })) {
    if (event.type === 'finished') runs = event.runs;
    if (event.type === 'failed') throw new Error(event.message);
  }
  return runs;
}

const timeless = (runs: readonly TrainedRun[]) => runs.map(({ epochSeconds: _, ...run }) => run);

describe('trainings', () => {
  it('are the same with one worker, with two, and cut into pieces in the middle of a training', async () => {
    const one = await train({ out: join(folder, 'one.arrow'), workers: 1 });
    expect(one.map(({ arch, seed }) => ({ arch, seed }))).toEqual(jobs);
    expect(new Set(one.map(({ testAccuracy }) => testAccuracy.join())).size).toBe(3);
    const out = join(folder, 'pieces.arrow');
    let cuts = 0;
    let inTheMiddle = 0;
    for (let runs: readonly TrainedRun[] = []; runs.length < jobs.length; cuts += 1) {
      const signal = AbortSignal.timeout(cuts < 3 ? 2500 : 60_000);
      runs = await train({ out, workers: 2, signal, keepAfter: 0 });
      const parts = `${out}.parts`;
      if (existsSync(parts))
        inTheMiddle += readdirSync(parts).filter((name) => name.endsWith('.safetensors')).length;
      if (runs.length === jobs.length) expect(timeless(runs)).toEqual(timeless(one));
    }
    expect(cuts).toBeGreaterThan(1);
    expect(inTheMiddle).toBeGreaterThan(0);
    expect(existsSync(`${out}.parts`)).toBe(false);
    expect(existsSync(`${out}.lock`)).toBe(false);
  }, 180_000);

  it('of another protocol refuse to join a table, and name what differs', async () => {
    const out = join(folder, 'one.arrow');
    const other = { ...config, recipe: { ...config.recipe, labelSmoothing: 0.1 } };
    const events = runTrainings({ config: other, jobs, out });
    await expect(events.next()).rejects.toThrow(/recipe\.labelSmoothing is 0, this run's is 0\.1/);
  });
});

describe('the plan', () => {
  it('draws connected architectures of different classes, a shorter draw being the beginning of a longer one', () => {
    const archs = drawClasses(space, 300, 1);
    expect(new Set(archs.map((arch) => space.canonical(arch))).size).toBe(300);
    for (const arch of archs) expect(space.isConnected!(arch)).toBe(true);
    expect(drawClasses(space, 5, 1)).toEqual(archs.slice(0, 5));
    expect(drawClasses(space, 5, 2)).not.toEqual(archs.slice(0, 5));
    expect(() => drawClasses(space, 15_625, 0)).toThrow(/connected classes to draw/);
  });

  it('trains the first architectures with every seed, the rest with the first', () => {
    expect(jobsOf(['a', 'b', 'c'], [4, 5], 1).map(({ arch, seed }) => `${arch}${seed}`)).toEqual([
      'a4',
      'a5',
      'b4',
      'c4',
    ]);
    expect(jobsOf(['a'], [1, 2])).toHaveLength(2);
  });
});
