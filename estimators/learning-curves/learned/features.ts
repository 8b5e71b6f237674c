import type { LabelledCurve } from '../curve-set.ts';

/**
 * What a learner sees of each curve: the values seen, their first and second differences, their best, the mean of the
 * best three and of all; training losses where every curve has them; and the architecture's numbers. An epoch without a
 * value takes the one before it (the first of the curve at its beginning).
 */
export function curveFeatures(
  curves: readonly LabelledCurve[],
  seen: number,
  better: 'higher' | 'lower',
): Float64Array[] {
  const logarithmic = (curves[0]?.features ?? []).map((_, column) =>
    spansDecades(curves.map(({ features }) => features[column]!)),
  );
  const withLosses = curves.every(({ losses }) => losses !== undefined);
  return curves.map(({ values, losses, features }) => {
    const filled = fillGaps(values.slice(0, seen));
    const first = differences(filled);
    const ranked = filled.toSorted((a, b) => (better === 'higher' ? b - a : a - b));
    return Float64Array.from([
      ...filled,
      ...first,
      ...differences(first),
      ranked[0]!,
      mean(ranked.slice(0, 3)),
      mean(filled),
      ...(withLosses ? fillGaps(losses!.slice(0, seen)) : []),
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
  let last = values.find(Number.isFinite) ?? 0;
  return values.map((value) => {
    if (Number.isFinite(value)) last = value;
    return last;
  });
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - values[i]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
