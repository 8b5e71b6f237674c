import type { Estimate } from '../../../estimators/learning-curves/estimator.ts';
import type { CurveStart, Question } from '../../../estimators/learning-curves/seen-curve.ts';
import { ownModule } from '../../own-files.ts';
import { inOrder } from '../in-order.ts';
import { openWorkers, type WorkerPool } from '../worker-pool.ts';
import type { CurveAnswer, CurveJob } from './worker.ts';

export type CurvePool = WorkerPool<CurveJob, CurveAnswer>;

/** Curves of one job: few enough for even work and an early stop, enough to be worth the way. */
const CURVES_PER_JOB = 16;

/** Starts threads that estimate curves. */
export function openCurveWorkers(workers: number): CurvePool {
  return openWorkers(ownModule('src/run/curves/worker'), workers);
}

export interface CurveEstimates {
  /** One a curve. */
  readonly estimates: readonly Estimate[];
  /** Of all curves. */
  readonly seconds: number;
}

/**
 * Estimates every curve by every estimator, in the order of the estimators. What is estimated does not depend on the
 * number of workers.
 *
 * @param onDone told how many curves are done
 * @returns undefined where the signal aborted
 */
export async function estimateCurves(
  pool: CurvePool,
  workers: number,
  curves: readonly CurveStart[],
  estimators: readonly string[],
  question: Question,
  { onDone, signal }: { readonly onDone?: (curves: number) => void; readonly signal?: AbortSignal } = {},
): Promise<CurveEstimates[] | undefined> {
  const jobs = Array.from({ length: Math.ceil(curves.length / CURVES_PER_JOB) }, (_, i) => ({
    question,
    estimators,
    curves: curves.slice(i * CURVES_PER_JOB, (i + 1) * CURVES_PER_JOB),
  }));
  const results = estimators.map(() => ({ estimates: [] as Estimate[], seconds: 0 }));
  // A job that fails is a defect, and told as such after the others.
  const settle = (job: CurveJob) =>
    pool.run(job).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
  for await (const outcome of inOrder(jobs, settle, 2 * workers, signal)) {
    if ('error' in outcome) throw outcome.error;
    outcome.answer.results.forEach(({ estimates, seconds }, i) => {
      results[i]!.estimates.push(...estimates);
      results[i]!.seconds += seconds;
    });
    onDone?.(results[0]?.estimates.length ?? 0);
  }
  return signal?.aborted ? undefined : results;
}
