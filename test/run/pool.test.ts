import { afterEach, expect, test } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { openPool, type ScorePool } from '../../src/run/pool.ts';
import type { ArchScores, ScoreConfig } from '../../src/run/score-config.ts';

const CONFIG: ScoreConfig = {
  space: 'nasbench201',
  proxies: ['params', 'macs'],
  seed: 0,
  batch: 64,
  skeleton: { channels: 16, cells: 5, size: 32, classes: 10 },
  engine: 'wasm',
  deterministic: false,
  images: 'random',
};
const UNEVEN = new URL('./workers/uneven.ts', import.meta.url);

let pool: ScorePool | undefined;
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

async function collect(archs: readonly string[], signal?: AbortSignal): Promise<ArchScores[]> {
  const results: ArchScores[] = [];
  for await (const scores of pool!.scoreAll(archs, signal)) results.push(scores);
  return results;
}

test('results come in plan order from two workers, whatever order they finish in', async () => {
  pool = await openPool(CONFIG, 'a', 2, 'first', UNEVEN);
  const archs = Array.from({ length: 60 }, (_, index) => `${(index * 37) % 23} ms, row ${index}`);
  expect((await collect(archs)).map(({ arch }) => arch)).toEqual(archs);
});

test('a thread that dies fails its own architecture on every proxy, and the rest go on', async () => {
  pool = await openPool(CONFIG, 'b', 2, 'first', UNEVEN);
  const archs = ['1 a', 'die', '2 b', '3 c', 'die', 'throw', '4 d'];
  const results = await collect(archs);
  expect(results.map(({ arch }) => arch)).toEqual(archs);
  for (const { arch, scores } of results) {
    if (arch !== 'die' && arch !== 'throw') {
      expect(scores).toEqual({ params: { status: 'ok', value: 1 } });
      continue;
    }
    expect(Object.keys(scores)).toEqual(['params', 'macs']);
    for (const outcome of Object.values(scores)) {
      expect(outcome).toMatchObject({ status: 'failed', code: 'worker-crashed' });
      expect(outcome).toHaveProperty(
        'message',
        expect.stringMatching(/exited with code: 3|thrown in the worker/),
      );
    }
  }
});

test('of a portion whose thread dies or throws, each is tried by itself, and only the guilty one fails', async () => {
  pool = await openPool(CONFIG, 'p', 2, 'first', UNEVEN);
  const archs = Array.from({ length: 400 }, (_, i) =>
    i === 200 ? 'die' : i === 250 ? 'throw' : `0 row ${i}`,
  );
  const results = await collect(archs);
  expect(results.map(({ arch }) => arch)).toEqual(archs);
  const failed = results.filter(({ scores }) => scores.params!.status === 'failed');
  expect(failed.map(({ arch }) => arch)).toEqual(['die', 'throw']);
  // The others say how many they came with.
  const sizes = results.map(({ scores: { params } }) => (params!.status === 'ok' ? params!.value : 1));
  expect(Math.max(...sizes)).toBeGreaterThan(4);
});

test('one worker survives the death of its thread', async () => {
  pool = await openPool(CONFIG, 'c', 1, 'first', UNEVEN);
  const statuses = (await collect(['die', '1 a', 'die', 'die', '1 b'])).map(
    ({ scores }) => scores.params!.status,
  );
  expect(statuses).toEqual(['failed', 'ok', 'failed', 'failed', 'ok']);
});

test('what the scorer refuses is thrown as bad input before any architecture', async () => {
  const opening = openPool({ ...CONFIG, space: 'refused' }, 'd', 1, 'first', UNEVEN);
  await expect(opening).rejects.toThrow(InputError);
  await expect(opening).rejects.toThrow('not with this space');
});

test('an abort ends the results at once', async () => {
  pool = await openPool(CONFIG, 'e', 1, 'first', UNEVEN);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 200);
  const start = performance.now();
  const results = await collect(['1 a', '60000 b', '1 c'], controller.signal);
  expect(results.map(({ arch }) => arch)).toEqual(['1 a']);
  expect(performance.now() - start).toBeLessThan(5000);
});
