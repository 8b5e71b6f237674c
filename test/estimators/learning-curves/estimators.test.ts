import { describe, expect, it } from 'vitest';
import { accuracyOf } from '../../../estimators/learning-curves/accuracy-of-estimates.ts';
import { autocorrelationTime } from '../../../estimators/learning-curves/combined/autocorrelation-time.ts';
import { sampleMixture } from '../../../estimators/learning-curves/combined/sample-mixture.ts';
import { stretchMoves } from '../../../estimators/learning-curves/combined/stretch-move.ts';
import { akaikeWeights } from '../../../estimators/learning-curves/combined/weights.ts';
import { CURVE_ESTIMATORS } from '../../../estimators/learning-curves/index.ts';
import { type CurveStart, type Question, seenCurve } from '../../../estimators/learning-curves/seen-curve.ts';
import { randomStream } from '../../../src/random/index.ts';

const QUESTION: Question = {
  target: 40,
  better: 'higher',
  range: { low: 0, high: 1 },
  confidence: 0.9,
  robust: false,
  seed: 3,
};

const estimate = (name: string, start: CurveStart, question: Partial<Question> = {}) =>
  CURVE_ESTIMATORS.find((estimator) => estimator.name === name)!.estimate(
    seenCurve(start, { ...QUESTION, ...question }),
  );

const stream = randomStream(1, 'estimators');
const truth = (epoch: number): number => 0.85 - 0.6 * epoch ** -0.7;
const noisy = Array.from({ length: 20 }, (_, i) => truth(i + 1) + 0.005 * stream.normal(i));

describe('estimators of one curve', () => {
  const values = [0.2, 0.5, Number.NaN, 0.4, 0.45, 0.3, 0.3, 0.3, 0.9, Number.NaN];
  const losses = [3, 2, 1, 0.5];

  it.each([
    ['last_value', 0.9],
    ['running_best', 0.9],
    // Five epochs after the second bring nothing better than .5, and the ninth is not trained.
    ['early_stopping', 0.5],
  ])('%s', (name, expected) => expect(estimate(name, { values }).value).toBe(expected));

  it('takes the lowest where lower is better', () => {
    expect(estimate('running_best', { values }, { better: 'lower' }).value).toBe(0.2);
    expect(estimate('early_stopping', { values }, { better: 'lower' }).value).toBe(0.2);
  });

  it.each([
    ['sotl', -6.5],
    ['sotl_e', -0.5],
    ['sotl_ema', -(0.5 + 0.9 * 1 + 0.81 * 2 + 0.729 * 3)],
  ])('%s', (name, expected) => expect(estimate(name, { values, losses }).value).toBeCloseTo(expected, 12));

  it.each(CURVE_ESTIMATORS.filter(({ kind }) => kind === 'parametric' || kind === 'combined'))(
    '$name stays in the range of the metric, and falls back on the last value of two epochs or fits them',
    ({ name }) => {
      const far = estimate(name, { values: Array.from({ length: 8 }, (_, i) => 0.1 + 0.1 * i) });
      expect(far.value).toBeGreaterThanOrEqual(0);
      expect(far.value).toBeLessThanOrEqual(1);
      const short = estimate(name, { values: [0.3, 0.4] });
      if (short.fallback === undefined) expect(short.value).toBeGreaterThan(0.4);
      else expect(short).toMatchObject({ value: 0.4 });
    },
  );

  it('keeps whatever it is given: the same bytes again', () => {
    for (const { name } of CURVE_ESTIMATORS)
      expect(estimate(name, { values: noisy, losses: noisy })).toEqual(
        estimate(name, { values: noisy, losses: noisy }),
      );
  });
});

describe('combinations', () => {
  it('weighs by AICc: the true family first, weights that add up to one', () => {
    const weights = akaikeWeights(seenCurve({ values: noisy }, QUESTION));
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const [first, second] = weights;
    expect(Math.log(first!.weight / second!.weight)).toBeCloseTo((second!.fit.aicc - first!.fit.aicc) / 2, 9);
    expect(weights.find(({ fit }) => fit.family.name === 'power')!.weight).toBeGreaterThan(0.1);
    // AICc as Hurvich and Tsai define it, up to a constant.
    const { cost, aicc, parameters } = first!.fit;
    const k = parameters.length + 1;
    expect(aicc).toBeCloseTo(20 * Math.log(cost / 20) + 2 * k + (2 * k * (k + 1)) / (20 - k - 1), 9);
  });

  it('averages between its members, with an interval that holds them', () => {
    const average = estimate('average_aicc', { values: noisy });
    const [low, high] = average.interval!;
    expect(Math.abs(average.value - truth(40))).toBeLessThan(0.03);
    expect(low).toBeLessThan(average.value);
    expect(high).toBeGreaterThan(average.value);
  });
});

describe('stretchMoves', () => {
  it('samples a normal density with its means and covariance', () => {
    // Precision of a density with deviations 1 and 10 and correlation .9.
    const det = 1 - 0.81;
    const logDensity = (p: Float64Array): number => {
      const [x, y] = [p[0]! - 2, (p[1]! + 5) / 10];
      return -(x * x - 1.8 * x * y + y * y) / (2 * det);
    };
    const start = randomStream(8, 'start');
    const walkers = Array.from({ length: 40 }, (_, k) =>
      Float64Array.of(start.normal(2 * k), start.normal(2 * k + 1)),
    );
    const sums = { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    const { acceptance } = stretchMoves(walkers, 6000, logDensity, randomStream(9, 'moves'), (step) => {
      if (step < 1000) return;
      for (const [x, y] of walkers.map((walker) => [walker[0]!, walker[1]!] as const)) {
        sums.n += 1;
        sums.x += x;
        sums.y += y;
        sums.xx += (x - 2) ** 2;
        sums.yy += (y + 5) ** 2;
        sums.xy += (x - 2) * (y + 5);
      }
    });
    // 200,000 correlated samples, worth some 15,000: three standard errors of each.
    expect(Math.abs(sums.x / sums.n - 2)).toBeLessThan(0.03);
    expect(Math.abs(sums.y / sums.n + 5)).toBeLessThan(0.3);
    expect(Math.abs(sums.xx / sums.n - 1)).toBeLessThan(0.05);
    expect(Math.abs(sums.yy / sums.n - 100)).toBeLessThan(5);
    expect(Math.abs(sums.xy / sums.n - 9)).toBeLessThan(0.5);
    expect(acceptance).toBeGreaterThan(0.5);
  });
});

describe('autocorrelationTime', () => {
  it.each([0, 0.5, 0.9])('is (1 + r) / (1 - r) of an autoregression with r = %d', (r) => {
    const chains = Array.from({ length: 20 }, (_, k) => {
      let x = 0;
      return Float64Array.from({ length: 4000 }, (_, t) => {
        x = r * x + Math.sqrt(1 - r * r) * stream.normal(100_000 * (k + 1) + t);
        return x;
      });
    });
    expect(autocorrelationTime(chains) / ((1 + r) / (1 - r))).toBeCloseTo(1, 0.9);
  });
});

describe('sampleMixture', () => {
  it('holds the truth in its interval, tells its diagnostics, and repeats itself by seed', () => {
    const options = { walkers: 100, steps: 120 };
    const sample = sampleMixture(seenCurve({ values: noisy }, QUESTION), options)!;
    const [low, high] = sample.interval;
    expect(low).toBeLessThan(truth(40));
    expect(high).toBeGreaterThan(truth(40));
    expect(high - low).toBeLessThan(0.3);
    const { diagnostics } = sample;
    expect(diagnostics.families).toContain('power');
    expect(diagnostics.acceptance).toBeGreaterThan(0.02);
    expect(diagnostics.effectiveSamples * diagnostics.autocorrelationTime).toBeCloseTo(100 * 60, 6);
    expect(sampleMixture(seenCurve({ values: noisy }, QUESTION), options)).toEqual(sample);
    const other = sampleMixture(seenCurve({ values: noisy }, { ...QUESTION, seed: 4 }), options)!;
    expect(other.value).not.toBe(sample.value);
    expect(Math.abs(other.value - sample.value)).toBeLessThan(0.05);
  });
});

describe('accuracyOf', () => {
  it('measures by hand', () => {
    const estimates = [
      { value: 1, interval: [0, 2] as const },
      { value: 4, interval: [3.5, 5] as const },
      { value: 3, fallback: 'x' },
    ];
    expect(accuracyOf(estimates, [2, 3, 6], false, 1)).toEqual({
      n: 3,
      fallbacks: 1,
      spearman: expect.closeTo(1 / 2, 12),
      kendall: expect.closeTo(1 / 3, 12),
      mae: expect.closeTo(5 / 3, 12),
      rmse: expect.closeTo(Math.sqrt(11 / 3), 12),
      r2: expect.closeTo(1 - 11 / (26 / 3), 12),
      coverage: 0.5,
    });
  });

  it('turns what only orders, where the metric falls', () => {
    const { kendall, mae } = accuracyOf([{ value: 3 }, { value: 2 }, { value: 1 }], [10, 20, 30], true, -1);
    expect([kendall, mae]).toEqual([1, Number.NaN]);
  });
});
