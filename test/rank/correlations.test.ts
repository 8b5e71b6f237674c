import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sampleRankCorrelation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import {
  kendall,
  kendallPairs,
  kendallPValue,
  midranks,
  spearman,
  spearmanPValue,
  weightedTau,
} from '../../src/rank/index.ts';
import { normalQuantileTwoSided, normalTwoSided, studentTwoSided } from '../../src/rank/tail-probability.ts';
import { pearson, slowKendall, slowMidranks, slowWeightedTau } from './oracle.ts';

interface Golden {
  cases: {
    name: string;
    x: number[];
    y: number[];
    midranks: number[];
    spearman: number | null;
    spearmanP: number | null;
    kendall: number | null;
    kendallP: number | null;
    weightedTau: number | null;
    multiplicative: number | null;
    uniform: number | null;
  }[];
  tails: { student: [number, number, number][]; normal: [number, number][]; quantile: [number, number][] };
}

/** Made by golden.py beside this file. */
const golden: Golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

/** Correlations are held to an absolute difference, since they may cancel to nothing; probabilities to a relative. */
function expectClose(got: number, want: number | null): void {
  if (want === null) expect(got).toBeNaN();
  else expect(Math.abs(got - want), `${got} for ${want}`).toBeLessThan(1e-13);
}

function expectNear(got: number, want: number | null, relative: number): void {
  if (want === null) expect(got).toBeNaN();
  else expect(Math.abs(got - want), `${got} for ${want}`).toBeLessThanOrEqual(relative * Math.abs(want));
}

/** Two columns of one length from so few values that ties are the rule, infinities and both zeros among them. */
const tiedColumns = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 1e-300, -1e300, 0.1)),
      fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
    { minLength: 2, maxLength: 60 },
  )
  .map((rows): [number[], number[]] => [rows.map(([a]) => a), rows.map(([, b]) => b)]);

describe('held to scipy', () => {
  for (const row of golden.cases) {
    it(row.name, () => {
      const { x, y } = row;
      expect(Array.from(midranks(x))).toEqual(row.midranks);
      expectClose(spearman(x, y), row.spearman);
      expectClose(kendall(x, y), row.kendall);
      expectNear(spearmanPValue(spearman(x, y), x.length), row.spearmanP, 1e-9);
      expectNear(kendallPValue(x, y), row.kendallP, 1e-11);
      expectClose(weightedTau(x, y), row.weightedTau);
      expectClose(weightedTau(x, y, { additive: false }), row.multiplicative);
      expectClose(weightedTau(x, y, { weigher: () => 1 }), row.uniform);
    });
  }

  it('the tails of the distributions', () => {
    for (const [t, df, p] of golden.tails.student) expectNear(studentTwoSided(t, df), p, 1e-10);
    for (const [z, p] of golden.tails.normal) expectNear(normalTwoSided(z), p, 1e-12);
    for (const [confidence, z] of golden.tails.quantile)
      expectNear(normalQuantileTwoSided(confidence), z, 1e-13);
  });
});

describe('held to an oracle that looks at all pairs', () => {
  it('kendall, spearman and weighted tau', () => {
    fc.assert(
      fc.property(tiedColumns, ([x, y]) => {
        const defined = new Set(x.map((a) => a + 0)).size > 1 && new Set(y.map((b) => b + 0)).size > 1;
        if (!defined) {
          expect(kendall(x, y)).toBeNaN();
          expect(spearman(x, y)).toBeNaN();
          expect(weightedTau(x, y)).toBeNaN();
          return;
        }
        expect(kendall(x, y)).toBeCloseTo(slowKendall(x, y), 13);
        expect(Array.from(midranks(x))).toEqual(slowMidranks(x));
        expect(spearman(x, y)).toBeCloseTo(pearson(slowMidranks(x), slowMidranks(y)), 12);
        expect(weightedTau(x, y)).toBeCloseTo(slowWeightedTau(x, y), 12);
        const pairs = kendallPairs(x, y);
        expect(pairs.concordant + pairs.discordant + pairs.tiedX + pairs.tiedY - pairs.tiedBoth).toBe(
          pairs.total,
        );
      }),
    );
  });

  it('simple-statistics, where nothing ties', () => {
    const distinct = fc.uniqueArray(fc.integer(), { minLength: 3, maxLength: 50 });
    fc.assert(
      fc.property(distinct, distinct, (x, y) => {
        const n = Math.min(x.length, y.length);
        const [a, b] = [x.slice(0, n), y.slice(0, n)];
        expect(spearman(a, b)).toBeCloseTo(sampleRankCorrelation(a, b), 10);
      }),
    );
  });
});

describe('invariances', () => {
  it('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(tiedColumns, fc.infiniteStream(fc.nat()), ([x, y], keys) => {
        const shuffled = x.map((_, i) => ({ i, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const [xs, ys] = [shuffled.map(({ i }) => x[i]!), shuffled.map(({ i }) => y[i]!)];
        expect(kendall(xs, ys)).toBe(kendall(x, y));
        expect(spearman(xs, ys)).toBe(spearman(x, y));
      }),
    );
  });

  it('an increasing transformation changes nothing, a decreasing one the sign, swapping the columns nothing', () => {
    fc.assert(
      fc.property(tiedColumns, ([x, y]) => {
        const up = midranks(x).map((rank) => Math.exp(rank / 10) - 5);
        const down = x.map((a) => -a);
        for (const statistic of [kendall, spearman]) {
          expect(statistic(up, y)).toBe(statistic(x, y));
          expect(statistic(y, x)).toBe(statistic(x, y));
          expect(statistic(down, y) + 0).toBe(-statistic(x, y) + 0);
        }
      }),
    );
  });

  it('a column agrees fully with itself, exactly', () => {
    fc.assert(
      fc.property(tiedColumns, ([x]) => {
        const want = new Set(x.map((a) => a + 0)).size > 1 ? 1 : Number.NaN;
        expect(kendall(x, x)).toBe(want);
        expect(spearman(x, x)).toBe(want);
      }),
    );
  });
});

describe('edges', () => {
  it('infinities rank as the extremes', () => {
    const x = [Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, 5];
    expect(kendall(x, [9, 2, 1, 5])).toBe(1);
  });

  it('fewer than two rows are undefined', () => {
    for (const x of [[], [1]]) {
      expect(kendall(x, x)).toBeNaN();
      expect(spearman(x, x)).toBeNaN();
      expect(kendallPValue(x, x)).toBeNaN();
      expect(weightedTau(x, x)).toBeNaN();
    }
  });

  it('NaN and unequal lengths are refused', () => {
    expect(() => kendall([1, Number.NaN], [1, 2])).toThrow('value 1 is NaN');
    expect(() => spearman([1, 2], [1, 2, 3])).toThrow('columns of 2 and 3 rows');
    expect(() => weightedTau([1, 2], [Number.NaN, 2])).toThrow('value 0 is NaN');
  });

  it('counts of pairs beyond 32 bits are exact', () => {
    const n = 300_001;
    const x = Float64Array.from({ length: n }, (_, i) => i % 1000);
    const y = Float64Array.from({ length: n }, (_, i) => -(i % 1000));
    const { total, concordant, discordant, tiedX } = kendallPairs(x, y);
    expect(total).toBe(45_000_150_000);
    expect(tiedX).toBe(999 * ((300 * 299) / 2) + (301 * 300) / 2);
    expect([concordant, discordant]).toEqual([0, total - tiedX]);
  });
});

const nb201 = new URL('../../../shared/data/nasbench201/nb201_all.csv.gz', import.meta.url);

describe.skipIf(!existsSync(nb201))('NAS-Bench-201', () => {
  it('gives the correlations that scipy finds in the published table', () => {
    const lines = gunzipSync(readFileSync(nb201)).toString().trim().split(/\r?\n/);
    const header = lines[0]!.split(',');
    const column = (name: string) =>
      lines.slice(1).map((line) => Number(line.replace(/"[^"]*"/, '').split(',')[header.indexOf(name)]));
    expect(spearman(column('params_c10_M'), column('c10_test'))).toBeCloseTo(0.7526327224528356, 12);
    expect(kendall(column('params_c10_M'), column('c10_test'))).toBeCloseTo(0.5774446191280509, 12);
    expect(kendall(column('c10_valid'), column('c10_test'))).toBeCloseTo(0.8920711174496824, 12);
  });
});
