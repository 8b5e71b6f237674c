import type { LabelledCurve } from '../curve-set.ts';

/**
 * What a learner sees of each curve: the values seen, their first and second differences, and the architecture's
 * numbers. An epoch without a value takes the one before it (the first of the curve at its beginning).
 */
export function curveFeatures(curves: readonly LabelledCurve[], seen: number): Float64Array[] {
  const logarithmic = (curves[0]?.features ?? []).map((_, column) =>
    spansDecades(curves.map(({ features }) => features[column]!)),
  );
  return curves.map(({ values, features }) => {
    const filled = fillGaps(values.slice(0, seen));
    const first = differences(filled);
    return Float64Array.from([
      ...filled,
      ...first,
      ...differences(first),
      ...features.map((value, column) => (logarithmic[column] ? Math.log(value) : value)),
    ]);
  });
}

/** Sizes such as parameters span decades, and act by their logarithm. */
function spansDecades(values: readonly number[]): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > 0 && high >= 10 * low;
}

function fillGaps(values: readonly number[]): number[] {
  let last = values.find(Number.isFinite) ?? Number.NaN;
  return values.map((value) => {
    if (Number.isFinite(value)) last = value;
    return last;
  });
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - values[i]!);
}
