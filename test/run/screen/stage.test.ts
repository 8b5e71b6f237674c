import { describe, expect, it } from 'vitest';
import { limitText, meets, parseLimits } from '../../../src/run/screen/limit.ts';
import { checkStages, keptBy, parseStage } from '../../../src/run/screen/stage.ts';

describe('a stage', () => {
  it('ranks by a quantity, one turned around, or several', () => {
    expect(parseStage('flops:20%')).toEqual({
      ranking: { title: 'flops', of: [{ name: 'flops', reversed: false }] },
      keep: { share: 0.2 },
    });
    expect(parseStage('-latency_ms:500').ranking.of).toEqual([{ name: 'latency_ms', reversed: true }]);
    const { ranking, keep } = parseStage('log-rank-sum=synflow, -params');
    expect(ranking.title).toBe('log-rank-sum(synflow,-params)');
    expect(ranking.of).toEqual([
      { name: 'synflow', reversed: false },
      { name: 'params', reversed: true },
    ]);
    expect(ranking.aggregation?.name).toBe('log-rank-sum');
    expect(keep).toBeUndefined();
  });

  it('keeps a number, a share that is never below the top, or the top', () => {
    expect(keptBy(parseStage('a:30'), 100, 10)).toBe(30);
    expect(keptBy(parseStage('a:300'), 100, 10)).toBe(100);
    expect(keptBy(parseStage('a:29%'), 100, 10)).toBe(29);
    expect(keptBy(parseStage('a:29%'), 6466, 10)).toBe(1875);
    expect(keptBy(parseStage('a:5%'), 100, 10)).toBe(10);
    expect(keptBy(parseStage('a'), 100, 10)).toBe(10);
    expect(keptBy(parseStage('a'), 5, 10)).toBe(5);
  });

  it.each(['', ':5', 'a:b:c', 'a:0', 'a:-1', 'a:0%', 'a:101%', 'a:1.5', 'a:', 'vote=', 'votes=a,b:5'])(
    'refuses %j',
    (text) => {
      expect(() => parseStage(text)).toThrow(/write|number|aggregation|combination/);
    },
  );

  it('before the last says how many it keeps, and none keeps fewer than the top', () => {
    expect(() => checkStages(['a', 'b'].map(parseStage), 5)).toThrow(
      '--stage a is not the last: say how many it keeps, such as a:20%',
    );
    expect(() => checkStages(['a:4', 'b'].map(parseStage), 5)).toThrow(
      '--stage a:4 keeps fewer than --top 5: keep as many at least',
    );
    expect(() => checkStages(['a:5', 'b:1%'].map(parseStage), 5)).not.toThrow();
  });
});

describe('limits', () => {
  it('are met from below or above, and never by what is not known', () => {
    const [most] = parseLimits('budget', 'most', 'params=1e6');
    const [least, other] = parseLimits('least', 'least', 'depth = 3, longest_path=1');
    expect([most, least, other].map((limit) => limitText(limit!))).toEqual([
      'params <= 1000000',
      'depth >= 3',
      'longest_path >= 1',
    ]);
    expect([1e6, 1e6 + 1, Number.NaN].map((value) => meets(most!, value))).toEqual([true, false, false]);
    expect([3, 2, Number.NaN].map((value) => meets(least!, value))).toEqual([true, false, false]);
    expect(() => parseLimits('budget', 'most', 'params')).toThrow('--budget "params": write NAME=NUMBER');
    expect(() => parseLimits('budget', 'most', 'params=1,=2')).toThrow('--budget');
    expect(() => parseLimits('budget', 'most', 'params=')).toThrow('--budget');
  });
});
