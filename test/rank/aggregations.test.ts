import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AGGREGATIONS,
  findAggregation,
  logRankSum,
  majorityVote,
  paretoFront,
  rankSum,
} from '../../src/rank/index.ts';
import { slowMidranks } from './oracle.ts';

/** Up to five columns of up to 80 rows, with many ties: more rows than a word has bits, and more votes than two digits. */
const columns = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.nat(80), fc.integer({ min: 1, max: 30 }))
  .chain(([width, rows, values]) =>
    fc.array(fc.array(fc.integer({ min: -values, max: values }), { minLength: rows, maxLength: rows }), {
      minLength: width,
      maxLength: width,
    }),
  );

/** Wins by looking at every pair. */
function slowVote(of: readonly (readonly number[])[]): number[] {
  return of[0]!.map((_, i) =>
    of[0]!.reduce((wins, _value, j) => {
      const votes = of.filter((column) => column[i]! > column[j]!).length;
      return wins + (votes > of.length / 2 ? 1 : 0);
    }, 0),
  );
}

/** The rows of the front by looking at every pair. */
function slowFront(scores: readonly number[], costs: readonly number[]): number[] {
  return scores.flatMap((score, i) => {
    const beaten = scores.some(
      (other, j) => other >= score && costs[j]! <= costs[i]! && (other > score || costs[j]! < costs[i]!),
    );
    return beaten ? [] : [i];
  });
}

describe('several rankings as one', () => {
  it('sums are those of the midranks by definition', () => {
    fc.assert(
      fc.property(columns, (of) => {
        const n = of[0]!.length;
        const ranks = of.map(slowMidranks);
        const total = (map: (rank: number) => number) =>
          of[0]!.map((_, i) => ranks.reduce((sum, column) => sum + map(column[i]!), 0));
        expect(Array.from(rankSum(of))).toEqual(total((rank) => rank));
        expect(Array.from(logRankSum(of))).toEqual(total((rank) => Math.log(rank / n)));
      }),
    );
  });

  it('wins are those of looking at every pair', () => {
    fc.assert(
      fc.property(columns, (of) => {
        expect(Array.from(majorityVote(of))).toEqual(slowVote(of));
      }),
    );
  });

  it('counts up to many votes', () => {
    const of = Array.from({ length: 17 }, (_, c) =>
      Array.from({ length: 70 }, (_, i) => (i * (2 * c + 3)) % 71),
    );
    for (let width = 1; width <= of.length; width += 1) {
      expect(Array.from(majorityVote(of.slice(0, width)))).toEqual(slowVote(of.slice(0, width)));
    }
  });

  it('sees the order of the values alone, and no order of the columns', () => {
    fc.assert(
      fc.property(columns, (of) => {
        const stretched = of.map((column) => column.map((value) => value ** 3 + 2 * value)).reverse();
        for (const { combine } of AGGREGATIONS) {
          const [a, b] = [combine(of), combine(stretched)];
          for (let i = 0; i < a.length; i += 1) expect(b[i]).toBeCloseTo(a[i]!, 9);
        }
      }),
    );
  });

  it('infinities are extremes, NaN has no rank', () => {
    const of = [[Number.NEGATIVE_INFINITY, 0, 5, Number.POSITIVE_INFINITY]];
    for (const { combine } of AGGREGATIONS) {
      const combined = combine(of);
      expect(Array.from(combined)).toEqual(Array.from(combined).toSorted((a, b) => a - b));
      expect(new Set(combined).size).toBe(4);
      expect(() => combine([[Number.NaN, 1]])).toThrow('NaN');
      expect(() => combine([])).toThrow('no columns to combine: name at least one');
      expect(() => combine([[1], [1, 2]])).toThrow('columns of 1 and 2 rows cannot be combined');
      expect(combine([[]])).toHaveLength(0);
    }
  });

  it('a name that is none tells the one that was likely meant', () => {
    expect(findAggregation('vote').combine).toBe(majorityVote);
    expect(() => findAggregation('ranksum')).toThrow(
      'there is no aggregation "ranksum"; did you mean "rank-sum"?',
    );
  });
});

describe('the Pareto front', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 })), {
    maxLength: 40,
  });

  it('has the rows that no other beats, the cheapest first', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const scores = rows.map(([score]) => score);
        const costs = rows.map(([, cost]) => cost);
        const front = Array.from(paretoFront(scores, costs));
        expect(front.toSorted((a, b) => a - b)).toEqual(slowFront(scores, costs));
        expect(front).toEqual(
          front.toSorted((a, b) => costs[a]! - costs[b]! || scores[a]! - scores[b]! || a - b),
        );
      }),
    );
  });

  it('refuses what has no order', () => {
    expect(() => paretoFront([1, 2], [1])).toThrow('columns of 2 and 1 rows');
    expect(() => paretoFront([Number.NaN], [1])).toThrow('NaN');
  });
});
