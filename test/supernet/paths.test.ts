import { expect, it } from 'vitest';
import { pathsOfStep } from '../../estimators/supernet/paths.ts';
import { randomStream } from '../../src/random/index.ts';
import { findSpace } from '../../src/spaces/index.ts';

const choices = findSpace('nasbench201').choices!;
const stream = randomStream(4, 'paths');
const picksOf = (arch: string) => arch.split(/[|+]+/).filter((edge) => edge !== '');

it('fair paths use each operation of each edge exactly once a step', () => {
  for (let step = 0; step < 50; step += 1) {
    const paths = pathsOfStep('fair', choices, stream, step).map(picksOf);
    expect(paths).toHaveLength(5);
    for (let edge = 0; edge < 6; edge += 1) expect(new Set(paths.map((path) => path[edge])).size).toBe(5);
  }
});

it('uniform paths are one a step, and use each operation of each edge equally often in the long run', () => {
  const counts = new Map<string, number>();
  for (let step = 0; step < 5000; step += 1) {
    const paths = pathsOfStep('uniform', choices, stream, step);
    expect(paths).toHaveLength(1);
    picksOf(paths[0]!).forEach((op, edge) => {
      counts.set(`${edge} ${op}`, (counts.get(`${edge} ${op}`) ?? 0) + 1);
    });
  }
  expect(counts.size).toBe(30);
  // Five standard deviations of a binomial of 5000 and 1/5.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(142);
});

it('a step depends on the seed and its number alone', () => {
  expect(pathsOfStep('fair', choices, stream, 7)).toEqual(
    pathsOfStep('fair', choices, randomStream(4, 'paths'), 7),
  );
  expect(pathsOfStep('uniform', choices, stream, 7)).not.toEqual(pathsOfStep('uniform', choices, stream, 8));
});
