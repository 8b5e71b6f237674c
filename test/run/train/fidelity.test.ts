import { expect, it } from 'vitest';
import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import { fidelityRows } from '../../../estimators/low-fidelity/fidelity-rows.ts';

const run = (arch: string, seed: number, valid: readonly number[], test: number): TrainedRun => ({
  arch,
  index: 0,
  seed,
  trainLoss: valid.map(() => 1),
  trainAccuracy: valid,
  validAccuracy: valid,
  testAccuracy: [...valid.slice(1).map(() => 0), test],
  epochSeconds: valid.map((_, i) => i + 1),
});

it('judges the first seed by the others, and adds up seconds', () => {
  const runs = ['a', 'b', 'c', 'd'].flatMap((arch, i) => [
    run(arch, 0, [10 - i, 20 + i], 0),
    run(arch, 1, [0, 0], 50 + i),
    run(arch, 2, [0, 0], 52 + i),
  ]);
  const cheap = ['a', 'b', 'c', 'd'].map((arch, i) => run(arch, 0, [i === 0 ? 2 : 7 - i], 0));
  const { rows, otherSeeds } = fidelityRows(
    [...runs, run('alone', 0, [1, 1], 99)],
    new Map([['cheap', cheap]]),
  );
  expect(otherSeeds).toBe(true);
  expect(rows.map(({ name, n, seconds, share, spearman }) => [name, n, seconds, share, spearman])).toEqual([
    ['1 of 2 epochs', 4, 1, 1 / 3, -1],
    ['2 of 2 epochs', 4, 3, 1, 1],
    // 2, 6, 5, 4 against 1, 2, 3, 4: by hand 1 - 6 * (0 + 4 + 0 + 4) / 60.
    ['cheap', 4, 1, 1 / 3, expect.closeTo(0.2, 12)],
  ]);
});

it('says so where every architecture has one training', () => {
  const { rows, otherSeeds } = fidelityRows(
    ['a', 'b', 'c'].map((arch, i) => run(arch, 0, [i, -i], i)),
    new Map(),
  );
  expect(otherSeeds).toBe(false);
  expect(rows.map(({ spearman }) => spearman)).toEqual([1, -1]);
});
