import { expect, it } from 'vitest';
import { learningRate } from '../../src/training/learning-rate.ts';
import type { Schedule } from '../../src/training/recipe.ts';

const rates = (schedule: Schedule, epochs: number) =>
  Array.from({ length: 4 * epochs }, (_, step) => learningRate(schedule, step, 4, epochs));

it('rises linearly to the peak, and falls along a cosine that would reach zero after the last step', () => {
  const all = rates({ shape: 'cosine', peak: 2, warmup: 1 }, 3);
  expect(all.slice(0, 5)).toEqual([0.5, 1, 1.5, 2, 2]);
  expect(all[8]).toBeCloseTo(1, 12);
  expect(all[11]).toBeCloseTo(1 + Math.cos((7 / 8) * Math.PI), 12);
});

it('divides by ten at half and at three quarters, or stays', () => {
  expect(rates({ shape: 'step', peak: 1, warmup: 0 }, 1)).toEqual([1, 1, 0.1, 0.1 ** 2]);
  expect(new Set(rates({ shape: 'constant', peak: 0.3, warmup: 0 }, 2))).toEqual(new Set([0.3]));
});
