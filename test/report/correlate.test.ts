import { describe, expect, it } from 'vitest';
import { kendall, spearman, weightedTau } from '../../src/rank/index.ts';
import { correlate } from '../../src/report/correlate.ts';
import { tableOf } from './tables.ts';

const arch = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const accuracy = [70, 71, 72, 73, 74, 75, 76, 77];
const truth = tableOf('truth.csv', { index: [0, 1, 2, 3, 4, 5, 6, 7], arch, accuracy, note: arch });

describe('correlating tables', () => {
  it('takes all columns of numbers but the key and the bookkeeping', () => {
    const scores = tableOf('s', {
      arch,
      index: arch.map((_, i) => i),
      p: accuracy,
      seconds: accuracy,
      q: accuracy,
    });
    const { rows } = correlate(scores, truth, { resamples: 20 });
    expect(rows.map(({ proxy, target }) => `${proxy} ${target}`)).toEqual(['p accuracy', 'q accuracy']);
    expect(rows[0]).toMatchObject({ n: 8, dropped: 0, spearman: 1, kendall: 1, top: null, precision: null });
  });

  it('takes exactly the proxies of a protocol', () => {
    const protocol = JSON.stringify({ proxies: [{ name: 'q', better: 'lower' }] });
    const scores = tableOf('s', { arch, params: accuracy, q: accuracy }, { nasprobe: protocol });
    expect(correlate(scores, truth, { resamples: 20 }).rows.map(({ proxy }) => proxy)).toEqual(['q']);
  });

  it('drops what does not count, and says why', () => {
    const scores = tableOf('s', {
      arch: [...arch, 'x'],
      p: [1, null, Number.NaN, 4, Number.POSITIVE_INFINITY, 6, 8, 7, 9],
    });
    const gappy = tableOf('t', { arch, accuracy: [70, 71, 72, null, 74, 75, 76, 77] });
    const { rows, notes } = correlate(scores, gappy, { resamples: 50 });
    expect(rows[0]).toMatchObject({
      n: 4,
      dropped: 5,
      droppedWhy: { unmatched: 1, ambiguous: 0, target: 1, missing: 1, nonfinite: 2 },
      placedWorst: 0,
      spearman: spearman([1, 6, 8, 7], [70, 75, 76, 77]),
      kendall: kendall([1, 6, 8, 7], [70, 75, 76, 77]),
    });
    expect(notes).toContain('nonfinite scores dropped: p 2');
    expect(notes).toContain('no score: p 1');
    expect(notes).toContain('no finite truth: accuracy 1');
  });

  it('ranks nonfinite scores worst by the direction of the proxy', () => {
    const p = [Number.NaN, 2, 3, 4, 5, 6, 7, Number.POSITIVE_INFINITY];
    const scores = tableOf('s', { arch, p });
    const higher = correlate(scores, truth, { nonfinite: 'worst', resamples: 20 });
    expect(higher.rows[0]).toMatchObject({
      n: 8,
      dropped: 0,
      placedWorst: 2,
      kendall: kendall([0, 2, 3, 4, 5, 6, 7, 0], accuracy),
    });
    expect(higher.notes).toContain('nonfinite scores ranked worst: p 2');
    const wanted = kendall([9, 2, 3, 4, 5, 6, 7, 9], accuracy);
    expect(
      correlate(scores, truth, { nonfinite: 'worst', lower: ['p'], resamples: 20 }).rows[0]!.kendall,
    ).toBe(wanted);
    const protocol = { nasprobe: JSON.stringify({ proxies: [{ name: 'p', better: 'lower' }] }) };
    const ours = tableOf('s', { arch, p }, protocol);
    expect(correlate(ours, truth, { nonfinite: 'worst', resamples: 20 }).rows[0]!.kendall).toBe(wanted);
  });

  it('looks at the best share of the truth, by its direction', () => {
    const p = [1, 2, 3, 4, 6, 5, 8, 7];
    const scores = tableOf('s', { arch, p });
    const { rows } = correlate(scores, truth, { top: [0.5], resamples: 20 });
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ top: null, n: 8 });
    expect(rows[1]).toMatchObject({
      top: 0.5,
      n: 4,
      precision: 1,
      regret: 0,
      kendall: kendall([6, 5, 8, 7], [1, 2, 3, 4]),
    });
    const lower = correlate(scores, truth, { top: [0.5], lower: ['accuracy'], resamples: 20 }).rows[1]!;
    expect(lower.kendall).toBe(1);
    expect(lower).toMatchObject({ precision: 0, regret: 4 });
  });

  it('weighs the best most, whichever end they are at, and keeps the sign', () => {
    const p = [1, 2, 3, 4, 6, 5, 8, 7];
    const { rows } = correlate(tableOf('s', { arch, p }), truth, { resamples: 20 });
    expect(rows[0]!.weightedTau).toBe(weightedTau(p, accuracy));
    const error = tableOf('t', { arch, error: accuracy.map((value) => 100 - value) });
    const turned = correlate(tableOf('s', { arch, p }), error, { lower: ['error'], resamples: 20 });
    expect(turned.rows[0]!.weightedTau).toBe(-weightedTau(p, accuracy));
  });

  it("points out NASLib's marker of failure", () => {
    const scores = tableOf('s', { arch, p: [-1e8, 2, 3, 4, 5, 6, 7, 8] });
    expect(correlate(scores, truth, { resamples: 20 }).notes.join('\n')).toContain('scores of -1e8');
  });

  it('gives undefined statistics for a constant proxy, and names a column that was mistyped', () => {
    const scores = tableOf('s', { arch, synflow: accuracy.map(() => 3) });
    const [row] = correlate(scores, truth).rows;
    expect([row!.spearman, row!.kendallLow, row!.kendallP]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(() => correlate(scores, truth, { proxies: ['sinflow'] })).toThrow(
      's has no column "sinflow": did you mean "synflow"?',
    );
    expect(() => correlate(scores, truth, { targets: ['note'] })).toThrow(
      'column "note" of truth.csv holds text',
    );
    expect(() => correlate(scores, truth, { lower: ['acc'] })).toThrow('--lower names "acc"');
  });

  it('takes the intervals that are asked for', () => {
    const scores = tableOf('s', { arch, p: [1, 2, 3, 4, 6, 5, 8, 7] });
    const fisher = correlate(scores, truth, { interval: 'fisher' });
    expect(fisher.rows[0]!.resamples).toBeNull();
    expect(fisher.notes.at(-1)).toContain("95 % intervals by Fisher's z");
    const narrow = correlate(scores, truth, { confidence: 0.5, seed: 4 });
    expect(narrow.notes.at(-1)).toBe('50 % intervals by percentile bootstrap, 1,000 resamples, seed 4');
    const wide = correlate(scores, truth, { confidence: 0.99, seed: 4 });
    expect(wide.rows[0]!.spearmanLow).toBeLessThan(narrow.rows[0]!.spearmanLow);
  });
});
