import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/run/in-order.ts';

test('keeps the order, runs every item once and never more than the limit at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      async (waits, limit) => {
        let running = 0;
        let most = 0;
        const calls: number[] = [];
        const items = waits.map((wait, index) => ({ wait, index }));
        const results: number[] = [];
        const work = async ({ wait, index }: { wait: number; index: number }): Promise<number> => {
          calls.push(index);
          running += 1;
          most = Math.max(most, running);
          for (let turn = 0; turn < wait; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return index;
        };
        for await (const result of inOrder(items, work, limit)) results.push(result);
        expect(results).toEqual(items.map(({ index }) => index));
        expect(calls).toEqual(results);
        expect(most).toBeLessThanOrEqual(limit);
        expect(most).toBe(Math.min(limit, items.length));
      },
    ),
    { numRuns: 60 },
  );
});

test('other items go on while the first one is slow, but not without bound', async () => {
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let started = 0;
  const work = async (item: number): Promise<number> => {
    started += 1;
    if (item === 0) await gate;
    return item;
  };
  const results = inOrder(
    Array.from({ length: 1000 }, (_, index) => index),
    work,
    2,
  );
  const first = results.next();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(started).toBeGreaterThan(20);
  expect(started).toBeLessThan(100);
  release();
  expect((await first).value).toBe(0);
  await results.return(undefined);
});

test('a slow reader holds the work back', async () => {
  let started = 0;
  const work = async (item: number): Promise<number> => {
    started += 1;
    return item;
  };
  const results = inOrder(
    Array.from({ length: 1000 }, (_, index) => index),
    work,
    2,
  );
  await results.next();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(started).toBeLessThan(100);
  await results.return(undefined);
});

test('what runs alone runs while nothing else does, and the order is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ wait: fc.integer({ min: 1, max: 4 }), alone: fc.boolean() }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (shapes, limit) => {
        const items = shapes.map((shape, index) => ({ ...shape, index }));
        const running = new Set<(typeof items)[number]>();
        const work = async (item: (typeof items)[number]): Promise<number> => {
          running.add(item);
          if ([...running].some(({ alone }) => alone)) expect(running.size).toBe(1);
          for (let turn = 0; turn < item.wait; turn += 1)
            await new Promise((resolve) => setImmediate(resolve));
          running.delete(item);
          return item.index;
        };
        const results: number[] = [];
        for await (const result of inOrder(items, work, limit, undefined, ({ alone }) => alone))
          results.push(result);
        expect(results).toEqual(items.map(({ index }) => index));
      },
    ),
    { numRuns: 60 },
  );
});
