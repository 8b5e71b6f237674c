import { expect, test } from 'vitest';
import { collectBetween, shortLivedBytes } from '../../src/run/collect-between.ts';

/** Less than V8 gives a thread to begin with. */
const SOME = 2 ** 18;

/** Makes garbage until so much of the space is taken; V8 itself may collect it meanwhile. */
function litter(bytes: number): void {
  const kept: unknown[] = [];
  while (shortLivedBytes() < bytes) kept[0] = Array.from({ length: 16 }, (_, i) => ({ i }));
}

test('garbage of some size is collected, less is left', () => {
  collectBetween(0);
  const alive = shortLivedBytes();
  litter(alive + SOME);
  collectBetween(alive + SOME);
  const left = shortLivedBytes();
  expect(left).toBeLessThan(alive + SOME / 2);
  litter(left + SOME / 2);
  const littered = shortLivedBytes();
  collectBetween(left + SOME);
  expect(shortLivedBytes()).toBeGreaterThanOrEqual(littered);
});
