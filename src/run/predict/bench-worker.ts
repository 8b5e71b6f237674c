import { findPredictor } from '../../../estimators/predictors/learners/index.ts';
import { runTrial, type Trial, type TrialResult } from '../../../estimators/predictors/trial.ts';

/** What crosses to a worker, all JSON: a trial with its predictor by name. */
export interface BenchJob extends Omit<Trial, 'definition'> {
  readonly predictor: string;
}

/** What comes back. Failures are values. */
export type BenchAnswer =
  | { readonly kind: 'done'; readonly result: TrialResult }
  | { readonly kind: 'failed'; readonly message: string };

export default function work({ predictor, ...trial }: BenchJob): BenchAnswer {
  try {
    return { kind: 'done', result: runTrial({ ...trial, definition: findPredictor(predictor) }) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
