import type { Estimate } from '../../../estimators/learning-curves/estimator.ts';
import { CURVE_ESTIMATORS } from '../../../estimators/learning-curves/index.ts';
import { type CurveStart, type Question, seenCurve } from '../../../estimators/learning-curves/seen-curve.ts';

/** Some curves and what is asked of each, as JSON. */
export interface CurveJob {
  readonly question: Question;
  readonly curves: readonly CurveStart[];
  readonly estimators: readonly string[];
}

/** For each estimator, in the job's order, an estimate a curve and the seconds that all took. */
export interface CurveAnswer {
  readonly results: readonly { readonly estimates: readonly Estimate[]; readonly seconds: number }[];
}

/** Estimates every curve of a job by every estimator. */
export default function work({ question, curves, estimators }: CurveJob): CurveAnswer {
  const asked = estimators.map((name) => CURVE_ESTIMATORS.find((estimator) => estimator.name === name)!);
  const results = asked.map(() => ({ estimates: [] as Estimate[], seconds: 0 }));
  for (const start of curves) {
    const curve = seenCurve(start, question);
    asked.forEach((estimator, i) => {
      const began = performance.now();
      const reused = curve.reusedSeconds;
      results[i]!.estimates.push(estimator.estimate(curve));
      results[i]!.seconds += (performance.now() - began) / 1000 + curve.reusedSeconds - reused;
    });
  }
  return { results };
}
