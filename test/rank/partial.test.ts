import { describe, expect, it } from 'vitest';
import { kendall, partialKendall, partialSpearman, spearman } from '../../src/rank/index.ts';
import golden from './partial-golden.json' with { type: 'json' };

describe('partial rank correlations', () => {
  it.each(golden)('$name: those of numpy', ({ x, y, controls, spearman, kendall }) => {
    expect(partialSpearman(x, y, controls)).toBeCloseTo(spearman, 12);
    expect(partialKendall(x, y, controls)).toBeCloseTo(kendall, 12);
  });

  it('are the plain ones without controls, and blind to a control said twice', () => {
    const { x, y, controls } = golden[0]!;
    expect(partialSpearman(x, y, [])).toBeCloseTo(spearman(x, y), 14);
    expect(partialKendall(x, y, [])).toBe(kendall(x, y));
    const twice = [...controls, controls[0]!.map((value) => Math.exp(value))];
    expect(partialSpearman(x, y, twice)).toBeCloseTo(golden[0]!.spearman, 12);
    expect(partialKendall(x, y, twice)).toBeCloseTo(golden[0]!.kendall, 12);
  });

  it('are undefined where a control is the column, or a column is constant', () => {
    const { x, y, controls } = golden[0]!;
    expect(partialSpearman(x, y, [x, ...controls])).toBeNaN();
    expect(partialKendall(x, y, [x, ...controls])).toBeNaN();
    expect(
      partialKendall(
        x,
        y.map(() => 1),
        controls,
      ),
    ).toBeNaN();
    expect(
      partialSpearman(
        x,
        x.map(() => 1),
        controls,
      ),
    ).toBeNaN();
    expect(partialSpearman(x, y, [x.map(() => 1)])).toBeCloseTo(spearman(x, y), 14);
    expect(partialKendall(x, y, [x.map(() => 1)])).toBe(kendall(x, y));
  });

  it('refuse columns that do not pair', () => {
    expect(() => partialSpearman([1, 2], [1, 2], [[1]])).toThrow('columns of 2 and 1 rows');
    expect(() => partialKendall([1, Number.NaN], [1, 2], [])).toThrow('NaN');
  });
});
