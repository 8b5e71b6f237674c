import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accuracyOf } from '../../../estimators/learning-curves/accuracy-of-estimates.ts';
import { type CurveSet, curveSets } from '../../../estimators/learning-curves/curve-set.ts';
import { power } from '../../../estimators/learning-curves/families/power.ts';
import { curveFeatures } from '../../../estimators/learning-curves/learned/features.ts';
import { LEARNERS } from '../../../estimators/learning-curves/learned/index.ts';
import { learnFromCurves } from '../../../estimators/learning-curves/learned/learn-from-curves.ts';
import { lastValue } from '../../../estimators/learning-curves/naive/last-value.ts';
import { parametric } from '../../../estimators/learning-curves/parametric.ts';
import { seenCurve } from '../../../estimators/learning-curves/seen-curve.ts';
import { epochsSeen } from '../../../src/run/curves/bench-curves.ts';
import { readTable } from '../../../src/table/read-table.ts';

const data = new URL('../../../../shared/data/learning-curves/', import.meta.url);

async function setOf(file: string): Promise<CurveSet> {
  const { sets } = curveSets(await readTable(fileURLToPath(new URL(file, data))));
  expect(sets).toHaveLength(1);
  return sets[0]!;
}

const FILES = {
  metaqnn_cifar10: 'mit_metaqnn_cifar10.csv.gz',
  deep_resnets_cifar10: 'mit_deep_resnets_cifar10.csv.gz',
  lstm_ptb: 'mit_lstm_ptb.csv.gz',
  naap440: 'naap440.csv.gz',
} as const;

function judge(set: CurveSet, seen: number, estimator: ReturnType<typeof parametric>, curves = set.curves) {
  const question = {
    target: set.epochs,
    better: set.better,
    range: set.range,
    confidence: 0.95,
    robust: false,
    seed: 0,
  };
  const estimates = curves.map(({ values }) =>
    estimator.estimate(seenCurve({ values: values.slice(0, seen) }, question)),
  );
  return accuracyOf(
    estimates,
    curves.map(({ values }) => values[set.epochs - 1]!),
    false,
    1,
  );
}

describe.skipIf(!existsSync(data))('published learning curves', () => {
  // Computed by others: share seen, epochs, Spearman, Kendall, MAE of the last value seen.
  it.each([
    ['metaqnn_cifar10', 1000, 20, 'higher', 0.1, 2, 0.8543, 0.6603, 0.1781],
    ['metaqnn_cifar10', 1000, 20, 'higher', 0.25, 5, 0.967, 0.8429, 0.0749],
    ['metaqnn_cifar10', 1000, 20, 'higher', 0.5, 10, 0.9954, 0.9448, 0.0175],
    ['deep_resnets_cifar10', 486, 50, 'higher', 0.1, 5, 0.2361, 0.1601, 0.2992],
    ['deep_resnets_cifar10', 486, 50, 'higher', 0.25, 12, 0.5398, 0.3858, 0.1696],
    ['deep_resnets_cifar10', 486, 50, 'higher', 0.5, 25, 0.7489, 0.5621, 0.0883],
    ['lstm_ptb', 280, 60, 'lower', 0.1, 6, 0.5689, 0.4054, 72.42],
    ['lstm_ptb', 280, 60, 'lower', 0.25, 15, 0.8536, 0.6797, 23.41],
    ['lstm_ptb', 280, 60, 'lower', 0.5, 30, 0.9341, 0.7974, 10.09],
    ['naap440', 440, 90, 'higher', 0.1, 9, 0.9277, 0.7803, 0.0847],
    ['naap440', 440, 90, 'higher', 0.25, 22, 0.853, 0.6811, 0.0875],
    ['naap440', 440, 90, 'higher', 0.5, 45, 0.9881, 0.9156, 0.0107],
  ] as const)('%s, %d curves of %d epochs, %s better, %d seen', async (...expected) => {
    const [name, n, epochs, better, share, seen, spearman, kendall, mae] = expected;
    const set = await setOf(FILES[name]);
    expect(set).toMatchObject({ name, epochs, better });
    expect(epochsSeen(share, set.epochs)).toBe(seen);
    const accuracy = judge(set, seen, lastValue);
    expect(accuracy.n).toBe(n);
    expect(accuracy.spearman).toBeCloseTo(spearman, 4);
    expect(accuracy.kendall).toBeCloseTo(kendall, 4);
    expect(Math.abs(accuracy.mae - mae)).toBeLessThan(name === 'lstm_ptb' ? 0.005 : 0.00005);
  });

  it.each(Object.values(FILES))(
    "the power law at least halves the last value's error at a quarter: %s",
    async (file) => {
      const set = await setOf(file);
      const seen = epochsSeen(0.25, set.epochs);
      const law = judge(set, seen, parametric(power));
      expect(law.fallbacks).toBe(0);
      expect(law.mae).toBeLessThan(judge(set, seen, lastValue).mae / 2);
    },
  );

  it.each(LEARNERS)('$name explains nine tenths of metaqnn from 5 epochs and 100 curves', async (learner) => {
    const set = await setOf(FILES.metaqnn_cifar10);
    const features = curveFeatures(set.curves, 5, set.better);
    const finals = set.curves.map(({ values }) => values[19]!);
    const isTraining = (_: unknown, i: number) => i % 10 === 3;
    const isTest = (_: unknown, i: number) => i % 10 !== 3;
    const model = learnFromCurves(learner, features.filter(isTraining), finals.filter(isTraining), 0.9);
    const accuracy = accuracyOf(
      features.filter(isTest).map((row) => model.estimate(row)),
      finals.filter(isTest),
      false,
      1,
    );
    expect(accuracy.n).toBe(900);
    expect(accuracy.r2).toBeGreaterThan(0.9);
    // A quantile of 100 left-out errors covers 0.9, give or take 0.03: three of these.
    expect(Math.abs(accuracy.coverage - 0.9)).toBeLessThan(0.09);
  });

  it('tells the sets of a file with several spaces, data sets and lengths apart', async () => {
    const table = await readTable(fileURLToPath(new URL('natsbench_3archs_curves.jsonl.gz', data)));
    const { sets, without } = curveSets(table, { curve: 'train_acc' });
    expect(without).toBe(12);
    expect(sets.map(({ name, curves }) => [name, curves.length])).toContainEqual([
      'natsbench_3archs_curves/tss/cifar100/200',
      9,
    ]);
    expect(sets[0]).toMatchObject({ range: { low: 0, high: 100 }, better: 'higher' });
    expect(sets.every(({ curves }) => curves.every(({ losses }) => losses !== undefined))).toBe(true);
  });
});
