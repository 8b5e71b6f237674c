import type { CurveSet, LabelledCurve } from '../../../estimators/learning-curves/curve-set.ts';
import { ownModule } from '../../own-files.ts';
import { inOrder } from '../in-order.ts';
import { openWorkers } from '../worker-pool.ts';
import { epochsSeen } from './bench-curves.ts';
import type { CurveFit, FitJob } from './fit-worker.ts';

export interface FitRequest {
  readonly sets: readonly CurveSet[];
  /** Share of the epochs (below 1) or number of them to fit; all unless given. */
  readonly seen?: number;
  /** The epoch to extrapolate to: the last of the set unless given. */
  readonly target?: number;
  readonly families?: readonly string[];
  readonly robust: boolean;
  readonly confidence: number;
  readonly workers: number;
  /** Rows whose fitted curves are wanted as well. */
  readonly drawn: ReadonlySet<number>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The fits of one curve. */
export interface FittedCurve {
  readonly set: CurveSet;
  readonly curve: LabelledCurve;
  readonly seen: number;
  readonly target: number;
  readonly fits: readonly CurveFit[];
}

/** Curves of one job. */
const CURVES_PER_JOB = 16;

/** Fits every curve of the sets, in their order whatever the number of workers; undefined where the signal aborted. */
export async function fitCurves(request: FitRequest): Promise<FittedCurve[] | undefined> {
  const jobs = request.sets.flatMap((set) => {
    const seen = Math.min(set.epochs, epochsSeen(request.seen ?? set.epochs, set.epochs));
    const target = request.target ?? set.epochs;
    const drawn = set.curves.filter(({ row }) => request.drawn.has(row));
    const others = set.curves.filter(({ row }) => !request.drawn.has(row));
    return [
      { curves: drawn, withCurves: true },
      { curves: others, withCurves: false },
    ].flatMap(({ curves, withCurves }) =>
      Array.from({ length: Math.ceil(curves.length / CURVES_PER_JOB) }, (_, i) => ({
        set,
        seen,
        target,
        withCurves,
        curves: curves.slice(i * CURVES_PER_JOB, (i + 1) * CURVES_PER_JOB),
      })),
    );
  });
  const total = jobs.reduce((sum, { curves }) => sum + curves.length, 0);
  const pool = openWorkers<FitJob, CurveFit[][]>(ownModule('src/run/curves/fit-worker'), request.workers);
  const run = (job: (typeof jobs)[number]) =>
    pool
      .run({
        question: {
          target: job.target,
          better: job.set.better,
          range: job.set.range,
          confidence: request.confidence,
          robust: request.robust,
          seed: 0,
        },
        curves: job.curves.map(({ values }) => ({ values: values.slice(0, job.seen) })),
        withCurves: job.withCurves,
        ...(request.families && { families: request.families }),
      })
      .then(
        (fits) => ({ job, fits }),
        (error: unknown) => ({ error }),
      );
  const fitted: FittedCurve[] = [];
  try {
    request.onProgress?.(0, total, '');
    for await (const outcome of inOrder(jobs, run, 2 * request.workers, request.signal)) {
      if ('error' in outcome) throw outcome.error;
      const { set, seen, target, curves } = outcome.job;
      outcome.fits.forEach((fits, i) => fitted.push({ set, seen, target, curve: curves[i]!, fits }));
      request.onProgress?.(fitted.length, total, set.name);
    }
  } finally {
    await pool.close();
  }
  if (request.signal?.aborted) return undefined;
  const place = new Map(request.sets.map((set, i) => [set, i]));
  return fitted.sort((a, b) => place.get(a.set)! - place.get(b.set)! || a.curve.row - b.curve.row);
}
