import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageFolder, readImages } from '../../../datasets/images/image-sources.ts';
import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import { createWasmEngine } from '../../../src/engine/wasm/wasm-engine.ts';
import { initialParameters } from '../../../src/run/parameters.ts';
import { writeCheckpoint } from '../../../src/run/train/checkpoint.ts';
import { drawClasses, jobsOf } from '../../../src/run/train/plan-trainings.ts';
import { DEFAULT_RECIPE, resolveTrainConfig } from '../../../src/run/train/resolve-train-config.ts';
import { runTrainings, type TrainingRuns } from '../../../src/run/train/run-trainings.ts';
import work from '../../../src/run/train/worker.ts';
import { findSpace } from '../../../src/spaces/index.ts';
import { openTraining } from '../../../src/training/train.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-train-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = resolveTrainConfig({
  skeleton: { channels: 4, cells: 1, size: 4 },
  trainImages: 640,
  recipe: { ...DEFAULT_RECIPE, epochs: 5 },
  deterministic: true,
});
const space = findSpace('nasbench201');
const jobs = jobsOf(drawClasses(space, 2, 0), [0, 1, 2]);

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
  it('are the same with one worker, with two, and when they were stopped in between', async () => {
    const one = await train({ out: join(folder, 'one.arrow'), workers: 1 });
    expect(one.map(({ arch, seed }) => ({ arch, seed }))).toEqual(jobs);
    expect(new Set(one.map(({ testAccuracy }) => testAccuracy.join())).size).toBe(6);
    const out = join(folder, 'pieces.arrow');
    const stop = new AbortController();
    for await (const event of runTrainings({ config, jobs, out, workers: 2, signal: stop.signal })) {
      if (event.type === 'trained') stop.abort();
      if (event.type === 'finished') expect(event.stopped).toBe(true);
    }
    const runs = await train({ out, workers: 2 });
    expect(timeless(runs)).toEqual(timeless(one));
    expect(existsSync(`${out}.parts`)).toBe(false);
    expect(existsSync(`${out}.lock`)).toBe(false);
  }, 120_000);

  it('go on from a checkpoint in the middle to the same curves', () => {
    const job = jobs[0]!;
    const task = {
      config,
      configHash: 'test',
      job,
      checkpoint: join(folder, 'middle.safetensors'),
      keepAfter: 0,
    };
    const whole = work(task);
    expect(existsSync(task.checkpoint)).toBe(false);
    const parameters = initialParameters(job.seed);
    const begun = openTraining({
      plan: (net) => space.build(job.arch, config.skeleton, net),
      data: readImages(imageFolder('fashion'), config.skeleton, config.trainImages),
      recipe: config.recipe,
      seed: job.seed,
      engine: createWasmEngine({ fusedMultiplyAdd: false }),
      initial: (spec) => parameters.valueOf(spec),
    });
    const records = [begun.epoch(), begun.epoch(), begun.epoch()];
    // Later epochs must come from the checkpoint: what is told of the first ones is kept as it is.
    const marked = records.map((record) => ({ ...record, trainLoss: -1 }));
    writeCheckpoint(task.checkpoint, { state: begun.state, records: marked });
    const resumed = work(task);
    if (whole.kind !== 'trained' || resumed.kind !== 'trained')
      throw new Error(JSON.stringify([whole, resumed]));
    expect(resumed.run.trainLoss).toEqual([-1, -1, -1, ...whole.run.trainLoss.slice(3)]);
    expect(resumed.run.testAccuracy).toEqual(whole.run.testAccuracy);
    expect(resumed.run.validAccuracy).toEqual(whole.run.validAccuracy);
  });

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
