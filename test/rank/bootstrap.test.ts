import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/random/index.ts';
import {
  bootstrapIntervals,
  defaultResamples,
  kendall,
  kendallFisherInterval,
  rankPair,
  spearman,
  spearmanFisherInterval,
} from '../../src/rank/index.ts';
import { resampleCounts } from '../../src/rank/resample.ts';
import { weightedStatistics } from '../../src/rank/weighted-statistics.ts';

/** Rows of a bivariate normal of correlation r. */
function normalRows(n: number, r: number, name: string): [number[], number[]] {
  const stream = randomStream(7, name);
  const x = Array.from({ length: n }, (_, i) => stream.normal(2 * i));
  return [x, x.map((a, i) => r * a + Math.sqrt(1 - r * r) * stream.normal(2 * i + 1))];
}

describe('a resample', () => {
  it('has the statistics of its rows written out', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 9 }), fc.nat(3)),
      {
        minLength: 2,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(rows, (rows) => {
        rows.sort(([a, b], [c, d]) => a - c || b - d);
        const pair = rankPair(
          rows.map(([a]) => a),
          rows.map(([, b]) => b),
        );
        const got = weightedStatistics(pair)(Int32Array.from(rows, ([, , count]) => count));
        const written = rows.flatMap(([a, b, count]) => Array.from({ length: count }, () => [a, b] as const));
        const [x, y] = [written.map(([a]) => a), written.map(([, b]) => b)];
        expect(got.kendall).toBe(kendall(x, y));
        expect(Number.isNaN(got.spearman)).toBe(Number.isNaN(spearman(x, y)));
        if (!Number.isNaN(got.spearman)) expect(got.spearman).toBeCloseTo(spearman(x, y), 12);
      }),
    );
  });

  it('draws as many rows as there are, each as often as any other', () => {
    const counts = new Int32Array(10);
    const sums = new Int32Array(10);
    let squares = 0;
    for (let index = 0; index < 20_000; index += 1) {
      resampleCounts(counts, randomStream(1, 'test'), index);
      expect(counts.reduce((a, b) => a + b)).toBe(10);
      for (const [i, count] of counts.entries()) {
        sums[i]! += count;
        squares += (count - 1) ** 2;
      }
    }
    // 20,000 binomials of mean 1 and variance 0.9: their sum has a deviation of 134.
    for (const sum of sums) expect(Math.abs(sum - 20_000)).toBeLessThan(600);
    expect(squares / 200_000).toBeCloseTo(0.9, 1);
  });
});

describe('bootstrap intervals', () => {
  it('are the same for the same seed, rows in another order and a transformed column', () => {
    const [x, y] = normalRows(200, 0.6, 'same');
    const intervals = bootstrapIntervals(x, y, { seed: 3 });
    expect(bootstrapIntervals(x.toReversed(), y.toReversed(), { seed: 3 })).toEqual(intervals);
    expect(bootstrapIntervals(x.map(Math.exp), y, { seed: 3 })).toEqual(intervals);
    expect(bootstrapIntervals(x, y, { seed: 4 })).not.toEqual(intervals);
  });

  it('agree with the closed formula on well-behaved rows', () => {
    const [x, y] = normalRows(2000, 0.5, 'agree');
    const { spearman: rho, kendall: tau } = bootstrapIntervals(x, y);
    const wantRho = spearmanFisherInterval(spearman(x, y), 2000);
    const wantTau = kendallFisherInterval(kendall(x, y), 2000);
    for (const end of [0, 1] as const) {
      expect(Math.abs(rho[end] - wantRho[end])).toBeLessThan(0.01);
      expect(Math.abs(tau[end] - wantTau[end])).toBeLessThan(0.01);
    }
  });

  it('cover the true value about as often as they say', () => {
    const r = 0.6;
    const truth = { spearman: (6 / Math.PI) * Math.asin(r / 2), kendall: (2 / Math.PI) * Math.asin(r) };
    const trials = 300;
    const covered = { spearman: 0, kendall: 0, fisherRho: 0, fisherTau: 0 };
    const within = ([low, high]: readonly [number, number], value: number) =>
      low <= value && value <= high ? 1 : 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const [x, y] = normalRows(120, r, `coverage ${trial}`);
      const intervals = bootstrapIntervals(x, y, { resamples: 300, confidence: 0.9 });
      covered.spearman += within(intervals.spearman, truth.spearman);
      covered.kendall += within(intervals.kendall, truth.kendall);
      covered.fisherRho += within(spearmanFisherInterval(spearman(x, y), 120, 0.9), truth.spearman);
      covered.fisherTau += within(kendallFisherInterval(kendall(x, y), 120, 0.9), truth.kendall);
    }
    // The deviation of a share of 0.9 over 300 trials is 0.017.
    for (const count of Object.values(covered)) {
      expect(count / trials).toBeGreaterThan(0.84);
      expect(count / trials).toBeLessThan(0.96);
    }
  });

  it('are undefined for a constant column, and refuse nonsense', () => {
    expect(bootstrapIntervals([1, 1, 1], [1, 2, 3]).kendall).toEqual([Number.NaN, Number.NaN]);
    expect(() => bootstrapIntervals([1, 2], [1, 2], { confidence: 95 })).toThrow('confidence 95');
    expect(() => bootstrapIntervals([1, 2], [1, 2], { resamples: 0 })).toThrow('0 resamples');
  });

  it('take fewer resamples where rows are many', () => {
    expect([100, 15_625, 40_000, 1_000_000].map(defaultResamples)).toEqual([1000, 1000, 500, 200]);
  });
});

describe("Fisher's intervals", () => {
  it('have the published standard errors', () => {
    // By hand: tanh(atanh(0.5) -+ 1.959964 sqrt(1.125 / 97)) and tanh(atanh(0.5) -+ 1.959964 sqrt(0.437 / 96)).
    const [rhoLow, rhoHigh] = spearmanFisherInterval(0.5, 100);
    expect(rhoLow).toBeCloseTo(Math.tanh(Math.atanh(0.5) - 1.959963984540054 * Math.sqrt(1.125 / 97)), 12);
    expect(rhoHigh).toBeCloseTo(Math.tanh(Math.atanh(0.5) + 1.959963984540054 * Math.sqrt(1.125 / 97)), 12);
    const [tauLow] = kendallFisherInterval(0.5, 100);
    expect(tauLow).toBeCloseTo(Math.tanh(Math.atanh(0.5) - 1.959963984540054 * Math.sqrt(0.437 / 96)), 12);
  });

  it('end at a perfect correlation and are undefined for too few rows', () => {
    expect(spearmanFisherInterval(1, 50)).toEqual([1, 1]);
    expect(spearmanFisherInterval(0.2, 3)).toEqual([Number.NaN, Number.NaN]);
    expect(kendallFisherInterval(0.2, 4)).toEqual([Number.NaN, Number.NaN]);
  });
});
