import type { SeenCurve } from './seen-curve.ts';

/** What an estimator says about a curve's target epoch. */
export interface Estimate {
  readonly value: number;
  readonly interval?: readonly [number, number];
  /** Why the value is not the estimator's own but the last one seen. */
  readonly fallback?: string;
}

/** An estimator that looks at one curve alone, as data. */
export interface CurveEstimator {
  readonly name: string;
  readonly title: string;
  /**
   * `naive` and `rank` need no fit; a `rank` one orders curves, higher for those that will end better, and its value
   * is none of the metric.
   */
  readonly kind: 'naive' | 'rank' | 'parametric' | 'combined';
  readonly cite: string;
  /** Whether it is among those that are tried unless others are asked for: the rest take long. */
  readonly default: boolean;
  /** Whether it looks at training losses: curves without them cannot be judged. */
  readonly needsLosses?: true;
  estimate(curve: SeenCurve): Estimate;
}

/** An estimate held within what the metric can be. */
export function within({ range }: Pick<SeenCurve, 'range'>, estimate: Estimate): Estimate {
  const clamp = (value: number): number => Math.min(Math.max(value, range.low), range.high);
  return {
    ...estimate,
    value: clamp(estimate.value),
    ...(estimate.interval && {
      interval: [clamp(estimate.interval[0]), clamp(estimate.interval[1])] as const,
    }),
  };
}

/** What is said where an estimator has nothing to say of its own. */
export function fallBack(curve: SeenCurve, why: string): Estimate {
  return { value: curve.last, fallback: why };
}
