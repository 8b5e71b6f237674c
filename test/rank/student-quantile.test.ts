import { expect, it } from 'vitest';
import { studentQuantileTwoSided, studentTwoSided } from '../../src/rank/tail-probability.ts';

// In closed form for 1 and 2 degrees of freedom (as R's qt for the others): tan(pi c / 2) and c sqrt(2 / (1 - c^2)).
it.each([
  [0.95, 1, 12.706204736432095],
  [0.95, 5, 2.5705818366147395],
  [0.95, 30, 2.042272456301238],
  [0.5, 2, 0.816496580927726],
  [0.999, 1, 636.6192487687196],
])('the two-sided quantile of Student t at %d with %d degrees of freedom', (confidence, df, quantile) => {
  expect(studentQuantileTwoSided(confidence, df) / quantile).toBeCloseTo(1, 9);
  expect(studentTwoSided(quantile, df)).toBeCloseTo(1 - confidence, 9);
});
