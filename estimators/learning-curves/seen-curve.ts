import type { CurveFamily } from './families/family.ts';
import { type FailedFit, type FamilyFit, fitFamily } from './fit-family.ts';
import { fitRobustly } from './fit-robustly.ts';

/** The values that a metric can take. */
export interface MetricRange {
  readonly low: number;
  readonly high: number;
}

/** The beginning of a training run, as JSON; epochs count from 1. */
export interface CurveStart {
  /** Validation metric after each epoch seen; NaN where there is none. */
  readonly values: readonly number[];
  /** Training loss of each epoch seen, where known. */
  readonly losses?: readonly number[];
}

/** What is asked of every curve of a set. */
export interface Question {
  /** The epoch whose value is to be told. */
  readonly target: number;
  readonly better: 'higher' | 'lower';
  readonly range: MetricRange;
  /** Of intervals, such as 0.95. */
  readonly confidence: number;
  /** Whether families are fitted with weights that let spikes go. */
  readonly robust: boolean;
  /** Of whatever is drawn at random. */
  readonly seed: number;
}

/** A curve that estimators look at; the fits that several of them ask for are made once. */
export interface SeenCurve extends Question {
  readonly values: readonly number[];
  readonly losses: readonly number[] | undefined;
  /** The last value that is a number; there is one. */
  readonly last: number;
  fit(family: CurveFamily): FamilyFit | FailedFit;
  /** Seconds that fits handed out a second time took the first time. */
  readonly reusedSeconds: number;
}

export function seenCurve({ values, losses }: CurveStart, question: Question): SeenCurve {
  const epochs = values.map((_, i) => i + 1);
  const fits = new Map<CurveFamily, { readonly fit: FamilyFit | FailedFit; readonly seconds: number }>();
  let reusedSeconds = 0;
  return {
    ...question,
    get reusedSeconds() {
      return reusedSeconds;
    },
    values,
    losses,
    last: values.findLast(Number.isFinite) ?? Number.NaN,
    fit(family) {
      const held = fits.get(family);
      if (held !== undefined) {
        reusedSeconds += held.seconds;
        return held.fit;
      }
      const start = performance.now();
      const make = question.robust ? fitRobustly : fitFamily;
      const fit = make(family, epochs, values, { range: question.range });
      fits.set(family, { fit, seconds: (performance.now() - start) / 1000 });
      return fit;
    },
  };
}
