import { expect, it } from 'vitest';
import { toleranceOf } from '../../proxies/tolerance.ts';
import { disagreement, GOLDEN_ARCH, goldenConfig } from '../../src/run/doctor/golden-network.ts';
import { GOLDEN_SCORES } from '../../src/run/doctor/golden-scores.ts';
import { openScorer } from '../../src/run/open-scorer.ts';

it('the golden scores are those of the reference engine', async () => {
  const { scores } = await (await openScorer(goldenConfig('reference'))).score(GOLDEN_ARCH);
  expect(Object.keys(scores)).toEqual(Object.keys(GOLDEN_SCORES));
  for (const [proxy, outcome] of Object.entries(scores)) {
    if (outcome.status !== 'ok') expect.fail(`${proxy}: ${JSON.stringify(outcome)}`);
    expect(Math.abs(outcome.value / GOLDEN_SCORES[proxy]! - 1), proxy).toBeLessThan(1e-9);
  }
});

it('says which score is furthest off for its tolerance', () => {
  expect(disagreement(GOLDEN_SCORES, 'float64').inTolerances).toBe(0);
  const off = { ...GOLDEN_SCORES, snip: GOLDEN_SCORES.snip! * (1 + 2 * toleranceOf('snip', 'float32')) };
  expect(disagreement(off, 'float32')).toMatchObject({ proxy: 'snip', inTolerances: expect.closeTo(2, 3) });
  expect(disagreement({ ...GOLDEN_SCORES, zen: Number.NaN }, 'float32')).toMatchObject({
    proxy: 'zen',
    inTolerances: Number.POSITIVE_INFINITY,
  });
  const { nwot: _, ...without } = GOLDEN_SCORES;
  expect(disagreement(without, 'float32').proxy).toBe('nwot');
});
