import { describe, expect, it } from 'vitest';
import { curveFeatures } from '../../../estimators/learning-curves/learned/features.ts';
import { LEARNERS } from '../../../estimators/learning-curves/learned/index.ts';
import { learnFromCurves } from '../../../estimators/learning-curves/learned/learn-from-curves.ts';
import { PENALTIES } from '../../../estimators/learning-curves/learned/learner.ts';
import { ridge } from '../../../estimators/learning-curves/learned/ridge.ts';
import { randomStream } from '../../../src/random/index.ts';

const n = 30;
const d = 4;
const stream = randomStream(5, 'learners');
const rows = Array.from({ length: n }, (_, i) =>
  Float64Array.from({ length: d }, (_, k) => stream.normal(i * d + k)),
);
const targets = rows.map(
  (row, i) => 3 * row[0]! - row[1]! + 0.5 * row[2]! ** 2 + 0.3 * stream.normal(1000 + i),
);

/** Solves A x = b by elimination with pivots. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < m.length; k += 1) {
    const pivot = m.reduce(
      (best, row, i) => (i > k && Math.abs(row[k]!) > Math.abs(m[best]![k]!) ? i : best),
      k,
    );
    [m[k], m[pivot]] = [m[pivot]!, m[k]!];
    for (let i = 0; i < m.length; i += 1) {
      if (i === k) continue;
      const factor = m[i]![k]! / m[k]![k]!;
      for (let j = k; j <= m.length; j += 1) m[i]![j]! -= factor * m[k]![j]!;
    }
  }
  return m.map((row, i) => row[m.length]! / row[i]!);
}

/** Penalised least squares with an intercept that is not penalised, from the normal equations. */
function ridgeByNormalEquations(x: readonly Float64Array[], y: readonly number[], penalty: number) {
  const wide = x.map((row) => [1, ...row]);
  const gram = Array.from({ length: d + 1 }, (_, i) =>
    Array.from(
      { length: d + 1 },
      (_, j) => wide.reduce((sum, row) => sum + row[i]! * row[j]!, 0) + (i === j && i > 0 ? penalty : 0),
    ),
  );
  const right = Array.from({ length: d + 1 }, (_, i) =>
    wide.reduce((sum, row, r) => sum + row[i]! * y[r]!, 0),
  );
  const w = solve(gram, right);
  return (row: Float64Array) => row.reduce((sum, value, k) => sum + value * w[k + 1]!, w[0]!);
}

describe('ridge', () => {
  // Columns of mean zero, as learners are given them.
  const centred = rows.map((row) =>
    row.map((value, k) => value - rows.reduce((sum, other) => sum + other[k]! / n, 0)),
  );
  const mean = targets.reduce((sum, value) => sum + value, 0) / n;
  const flat = Float64Array.from(centred.flatMap((row) => [...row]));
  const model = ridge.learn(
    flat,
    Float64Array.from(targets, (value) => value - mean),
  );

  it('chooses the penalty with the least error on rows left out one by one, and fits by it', () => {
    const errors = PENALTIES.map((share) =>
      targets.map((target, i) => {
        const without = <T>(list: readonly T[]) => list.filter((_, j) => j !== i);
        return target - ridgeByNormalEquations(without(centred), without(targets), share * n)(centred[i]!);
      }),
    );
    const sums = errors.map((left) => left.reduce((sum, error) => sum + error ** 2, 0));
    const best = sums.indexOf(Math.min(...sums));
    model.leftOut.forEach((error, i) => expect(error).toBeCloseTo(errors[best]![i]!, 8));
    const oracle = ridgeByNormalEquations(centred, targets, PENALTIES[best]! * n);
    const row = Float64Array.of(0.3, -1, 2, 0.1);
    expect(model.predict(row) + mean).toBeCloseTo(oracle(row), 9);
  });
});

describe.each(LEARNERS)('$name', (learner) => {
  it("holds out as many new values as its intervals' confidence says", () => {
    const model = learnFromCurves(learner, rows, targets, 0.8);
    let held = 0;
    const draws = 2000;
    for (let i = 0; i < draws; i += 1) {
      const row = Float64Array.from({ length: d }, (_, k) => stream.normal(5000 + i * 8 + k));
      const truth = 3 * row[0]! - row[1]! + 0.5 * row[2]! ** 2 + 0.3 * stream.normal(5000 + i * 8 + 5);
      const [low, high] = model.estimate(row).interval!;
      if (low <= truth && truth <= high) held += 1;
    }
    // A quantile of 30 left-out errors covers 0.8, give or take 0.07: three of these.
    expect(Math.abs(held / draws - 0.8)).toBeLessThan(0.21);
  });

  it('finds what there is to find, whatever the units', () => {
    const scaled = rows.map((row) => row.map((value, k) => 10 ** (3 * k) * value + 7));
    const plain = learnFromCurves(learner, rows, targets, 0.9);
    const other = learnFromCurves(
      learner,
      scaled,
      targets.map((value) => 100 * value - 5),
      0.9,
    );
    rows.forEach((row, i) => {
      expect(other.estimate(scaled[i]!).value).toBeCloseTo(100 * plain.estimate(row).value - 5, 4);
      expect(Math.abs(plain.estimate(row).value - targets[i]!)).toBeLessThan(2);
    });
  });

  it('says the mean where no feature varies', () => {
    const same = targets.map(() => Float64Array.of(1, 2));
    const mean = targets.reduce((sum, value) => sum + value, 0) / n;
    expect(learnFromCurves(learner, same, targets, 0.9).estimate(same[0]!).value).toBeCloseTo(mean, 12);
  });
});

describe('curveFeatures', () => {
  it('sees nothing after the epochs seen, fills gaps, and takes logarithms of what spans decades', () => {
    const curve = (values: number[], params: number) => ({
      row: 0,
      arch: null,
      values,
      features: [params, 3],
    });
    const curves = [curve([0.1, 0.4, Number.NaN, 0.9], 20), curve([0.2, 0.3, 0.5, 0.1], 2000)];
    const [first, second] = curveFeatures(curves, 3, 'higher');
    const round = (row: Float64Array) => Array.from(row, (value) => Number(value.toFixed(6)));
    expect(round(first!)).toEqual([0.1, 0.4, 0.4, 0.3, 0, -0.3, 0.4, 0.3, 0.3, 2.995732, 3]);
    expect(round(second!)).toEqual([0.2, 0.3, 0.5, 0.1, 0.2, 0.1, 0.5, 0.333333, 0.333333, 7.600902, 3]);
  });
});
