import { describe, expect, it } from 'vitest';
import { joinTables } from '../../src/report/join.ts';
import { tableOf } from './tables.ts';

/** Architectures `a1`, `a2` … are of class `a`. */
const canonical = (arch: string) => arch[0]!;

describe('joining scores with truth', () => {
  it('pairs equal keys, in the order of the truth', () => {
    const join = joinTables(tableOf('s', { arch: ['b', 'a', 'x'] }), tableOf('t', { arch: ['a', 'c', 'b'] }));
    expect(join).toMatchObject({ distinct: 3, unmatched: 1, ambiguous: 0, byClass: 0, repeated: 0 });
    expect([Array.from(join.scoreRows), Array.from(join.truthRows)]).toEqual([
      [1, 0],
      [0, 2],
    ]);
  });

  it('takes the exact architecture before its class, and a class only where it has one architecture', () => {
    const scores = tableOf('s', { arch: ['a1', 'b9', 'c9', 'd9'] });
    const truth = tableOf('t', { arch: ['a2', 'a1', 'b1', 'c1', 'c2'] });
    const join = joinTables(scores, truth, { canonical });
    expect([Array.from(join.scoreRows), Array.from(join.truthRows)]).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(join).toMatchObject({ unmatched: 1, ambiguous: 1, byClass: 1 });
    expect(joinTables(scores, truth)).toMatchObject({ unmatched: 3, ambiguous: 0, byClass: 0 });
  });

  it('joins numbers as numbers, leaves out rows without a key, and a table with itself', () => {
    const table = tableOf('s', { index: [3, 1, null, 2], v: [1, 2, 3, 4] });
    const join = joinTables(table, table, { on: 'index' });
    expect(Array.from(join.scoreRows)).toEqual([0, 1, 3]);
    expect(join).toMatchObject({ distinct: 4, unmatched: 1 });
  });

  it('counts a repeated row once and refuses a contradiction', () => {
    const truth = tableOf('t', { arch: ['a', 'b'] });
    const same = tableOf('s', { arch: ['a', 'b', 'a'], v: [1, 2, 1], seconds: [5, 6, 7] });
    expect(joinTables(same, truth)).toMatchObject({ distinct: 2, repeated: 1, unmatched: 0 });
    const other = tableOf('s', { arch: ['a', 'b', 'a'], v: [1, 2, 3] });
    expect(() => joinTables(other, truth)).toThrow(
      's has arch "a" twice with different values (rows 1 and 3): keep one row of each, or choose another column with --on',
    );
    expect(() => joinTables(truth, other)).toThrow('s has arch "a" twice');
  });

  it('names what does not fit and the mend', () => {
    const scores = tableOf('s', { index: [1], arch_name: ['a'] });
    const truth = tableOf('t', { index: [1], arch: ['a'] });
    expect(() => joinTables(scores, truth)).toThrow('s has no column "arch": both tables have index');
    expect(() => joinTables(scores, truth, { on: 'arhc_name' })).toThrow('both tables have index');
    expect(() => joinTables(tableOf('s', { k: ['1'] }), tableOf('t', { k: [1] }), { on: 'k' })).toThrow(
      'column "k" is text in s but number in t',
    );
    expect(() => joinTables(scores, tableOf('t', { index: [2] }), { on: 'index' })).toThrow(
      'no index of s (first: 1) is in t (first: 2)',
    );
  });
});
