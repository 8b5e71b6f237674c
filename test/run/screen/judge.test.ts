import { describe, expect, it } from 'vitest';
import { bestOfDraw, drawsUntil } from '../../../src/rank/index.ts';
import { judge } from '../../../src/run/screen/judge.ts';

/** Accuracies 1 to 200, in some order; one is not known. */
const truth = Float64Array.from({ length: 201 }, (_, i) => (i === 200 ? Number.NaN : ((i * 7) % 200) + 1));

describe('judging a screening', () => {
  it('tells regret and recall after each stage, against as many drawn at random', () => {
    const stages = [
      [200, 199, 150, 100, Number.NaN],
      [199, 100, 1, 2],
    ].map((kept) => Float64Array.from(kept));
    expect(judge('acc', truth, stages)).toEqual({
      target: 'acc',
      known: 200,
      best: 200,
      bestCount: 2,
      stages: [
        { known: 4, best: 200, regret: 0, recall: 1 },
        { known: 4, best: 199, regret: 1, recall: 0.5 },
      ],
      random: {
        best: bestOfDraw(truth.filter(Number.isFinite), 4, 0.95),
        // One of the two best is among four of 200 with chance 1 - C(198, 4) / C(200, 4) = .0397.
        recall: { mean: 0.02, interval: [0, 0.5] },
        // Two of 200 are as good as 199.
        trainings: drawsUntil(200, 2, 0.95),
        confidence: 0.95,
      },
    });
  });

  it('says nothing where nothing is known', () => {
    const none = Float64Array.of(Number.NaN, Number.NaN);
    expect(judge('acc', none, [none])).toBeUndefined();
    expect(judge('acc', truth, [none])).toBeUndefined();
  });
});
