import { getHeapStatistics } from 'node:v8';
import { afterEach, expect, it, vi } from 'vitest';
import { steadyHeap } from '../../src/cli/steady-heap.ts';

const MEGABYTE = 2 ** 20;
const used = (): number => getHeapStatistics().used_heap_size;
/** Fills the heap, and forgets what with. */
const waste = (bytes: number): number =>
  Array.from({ length: bytes / 1024 }, () => new Array(126).fill(0.5)).length;

afterEach(() => {
  vi.restoreAllMocks();
});

it('collects where the heap has grown by so much, and not again before a hundred times as long as that took', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const keep = steadyHeap();
  const floor = used();
  const grown = (): number => used() - floor;

  waste(4 * MEGABYTE);
  keep();
  expect(grown()).toBeGreaterThan(3 * MEGABYTE);

  waste(24 * MEGABYTE);
  // A collection that takes 10 ms: the clock is read at its start and at its end.
  vi.mocked(performance.now)
    .mockImplementationOnce(() => 0)
    .mockImplementationOnce(() => 10);
  keep();
  expect(grown()).toBeLessThan(4 * MEGABYTE);

  waste(32 * MEGABYTE);
  now = 1009;
  keep();
  expect(grown()).toBeGreaterThan(24 * MEGABYTE);
  now = 1011;
  keep();
  expect(grown()).toBeLessThan(4 * MEGABYTE);
});
