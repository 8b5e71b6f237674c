import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/random/index.ts';
import { jointBootstrap, kendall, percentileInterval, spearman } from '../../src/rank/index.ts';
import { resampleCounts } from '../../src/rank/resample.ts';

const rows = 30;
const stream = randomStream(3, 'joint');
const noise = (from: number) => Array.from({ length: rows }, (_, i) => stream.normal(from + i));
const truth = noise(0);
const near = truth.map((value, i) => value + 0.5 * noise(1000)[i]!);
const nearer = near.map((value, i) => value + 0.3 * (truth[i]! - value));
const gappy = near.map((value, i) => (i % 7 === 3 ? Number.NaN : Math.round(value)));

describe('the joint bootstrap', () => {
  it('has, in each resample, the statistics of its rows written out', () => {
    const resamples = 25;
    const pairs = [
      { x: near, y: truth },
      { x: gappy, y: truth },
      { x: near, y: gappy },
    ];
    const got = jointBootstrap(pairs, { resamples, seed: 9 });
    const counts = new Int32Array(rows);
    for (let index = 0; index < resamples; index += 1) {
      resampleCounts(counts, randomStream(9, 'rank/joint-bootstrap'), index);
      for (const [p, { x, y }] of pairs.entries()) {
        const drawn = [...counts]
          .flatMap((count, row) => Array<number>(count).fill(row))
          .filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
        const [a, b] = [drawn.map((row) => x[row]!), drawn.map((row) => y[row]!)];
        expect(got[p]!.kendall[index]).toBe(kendall(a, b));
        expect(got[p]!.spearman[index]).toBeCloseTo(spearman(a, b), 12);
      }
    }
  });

  it('tells a difference that intervals of each alone do not', () => {
    const [better, worse] = jointBootstrap(
      [
        { x: nearer, y: truth },
        { x: near, y: truth },
      ],
      { resamples: 2000 },
    );
    const difference = percentileInterval(better!.spearman.map((value, i) => value - worse!.spearman[i]!));
    expect(difference[0]).toBeGreaterThan(0);
    expect(percentileInterval(worse!.spearman)[1]).toBeGreaterThan(percentileInterval(better!.spearman)[0]);
  });

  it('of a constant pair is undefined', () => {
    const [none] = jointBootstrap([{ x: truth.map(() => 1), y: truth }], { resamples: 3 });
    expect([...none!.spearman]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(percentileInterval(none!.kendall)).toEqual([Number.NaN, Number.NaN]);
  });
});
