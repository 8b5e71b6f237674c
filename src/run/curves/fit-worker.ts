import { akaikeWeights } from '../../../estimators/learning-curves/combined/weights.ts';
import { extrapolate, predictionInterval } from '../../../estimators/learning-curves/extrapolate.ts';
import { FAMILIES } from '../../../estimators/learning-curves/families/index.ts';
import type { FailedFit, FamilyFit } from '../../../estimators/learning-curves/fit-family.ts';
import {
  type CurveStart,
  type Question,
  type SeenCurve,
  seenCurve,
} from '../../../estimators/learning-curves/seen-curve.ts';

/** Fits of some curves, as JSON. */
export interface FitJob {
  readonly question: Question;
  readonly curves: readonly CurveStart[];
  /** Families to fit; undefined for the one with the least AICc. */
  readonly families?: readonly string[];
  /** Whether the fitted curves are wanted as well, to draw them. */
  readonly withCurves: boolean;
}

/** One family's fit of one curve. */
export interface CurveFit {
  readonly family: string;
  readonly status: 'ok' | 'failed';
  /** Why it failed; '' where it did not. */
  readonly message: string;
  readonly names: readonly string[];
  readonly parameters: readonly number[];
  readonly errors: readonly number[];
  readonly atBounds: readonly string[];
  /** At the target; NaN where the fit failed, the interval also where no freedom is left. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Sum of squared residuals, weighted where weights were. */
  readonly cost: number;
  readonly deviation: number;
  readonly aicc: number;
  /** At each epoch up to the target. */
  readonly curve?: readonly { readonly value: number; readonly low: number; readonly high: number }[];
}

/** The fits of each curve of a job, in its order. */
export default function work(job: FitJob): CurveFit[][] {
  return job.curves.map((start) => {
    const curve = seenCurve(start, job.question);
    return fitsWanted(curve, job.families).map((fit) => described(fit, curve, job.withCurves));
  });
}

function fitsWanted(curve: SeenCurve, names: readonly string[] | undefined): (FamilyFit | FailedFit)[] {
  const best = names === undefined ? akaikeWeights(curve)[0] : undefined;
  if (best !== undefined) return [best.fit];
  // Where no family has an AICc, the reader shall see what each one says.
  return FAMILIES.filter(({ name }) => names?.includes(name) ?? true).map((family) => curve.fit(family));
}

function described(fit: FamilyFit | FailedFit, curve: SeenCurve, withCurve: boolean): CurveFit {
  const { name, parameters } = fit.family;
  if (fit.status === 'failed') {
    return {
      family: name,
      status: 'failed',
      message: fit.message,
      names: parameters.map((parameter) => parameter.name),
      parameters: [],
      errors: [],
      atBounds: [],
      value: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
      cost: Number.NaN,
      deviation: Number.NaN,
      aicc: Number.NaN,
    };
  }
  const at = (epoch: number) => {
    const [low, high] = predictionInterval(fit, epoch, curve.confidence) ?? [Number.NaN, Number.NaN];
    return { value: extrapolate(fit, epoch).value, low, high };
  };
  return {
    family: name,
    status: 'ok',
    message: '',
    names: parameters.map((parameter) => parameter.name),
    parameters: [...fit.parameters],
    errors: [...fit.errors],
    atBounds: fit.atBounds,
    ...at(curve.target),
    cost: fit.cost,
    deviation: fit.deviation,
    aicc: fit.aicc,
    ...(withCurve && { curve: Array.from({ length: curve.target }, (_, i) => at(i + 1)) }),
  };
}
