import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portionsOf } from '../../src/run/portions.ts';

test('portions hold every item once, in order, and what runs alone by itself', () => {
  const items = fc.array(
    fc.record({ alone: fc.boolean(), seconds: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 9 }), (given, workers) => {
      const portions = portionsOf(given, workers, ({ alone }) => alone);
      const taken: (typeof given)[number][] = [];
      for (const portion of portions) {
        expect(portion.length).toBeGreaterThan(0);
        if (portion.length > 1) expect(portion.every(({ alone }) => !alone)).toBe(true);
        taken.push(...portion);
        portions.took(
          portion.length,
          portion.reduce((total, { seconds }) => total + seconds, 0),
        );
      }
      expect(taken).toEqual(given);
    }),
  );
});

test('portions are as large as the pace allows, and small at the end', () => {
  const portions = portionsOf(new Array<number>(1000).fill(0), 2, () => false);
  const sizes: number[] = [];
  for (const portion of portions) {
    sizes.push(portion.length);
    portions.took(portion.length, 0.005 * portion.length);
  }
  expect(sizes.slice(0, 4)).toEqual([1, 8, 8, 8]);
  expect(sizes.slice(-7)).toEqual(new Array(7).fill(1));
});

test('slow items go one by one', () => {
  const portions = portionsOf(new Array<number>(40).fill(0), 1, () => false);
  for (const portion of portions) {
    expect(portion).toHaveLength(1);
    portions.took(1, 0.4);
  }
});
