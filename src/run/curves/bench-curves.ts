import {
  accuracyOf,
  type EstimateAccuracy,
} from '../../../estimators/learning-curves/accuracy-of-estimates.ts';
import type { CurveSet, LabelledCurve } from '../../../estimators/learning-curves/curve-set.ts';
import { within } from '../../../estimators/learning-curves/estimator.ts';
import { CURVE_ESTIMATORS } from '../../../estimators/learning-curves/index.ts';
import { curveFeatures } from '../../../estimators/learning-curves/learned/features.ts';
import { LEARNERS } from '../../../estimators/learning-curves/learned/index.ts';
import { learnFromCurves } from '../../../estimators/learning-curves/learned/learn-from-curves.ts';
import { randomStream } from '../../random/index.ts';
import { type CurvePool, estimateCurves, openCurveWorkers } from './estimate-curves.ts';

/** How one estimator did on one set, from so many epochs. */
export interface CurveBenchRow extends EstimateAccuracy {
  readonly set: string;
  readonly estimator: string;
  readonly kind: string;
  /** Epochs seen, of so many. */
  readonly seen: number;
  readonly epochs: number;
  /** Curves that others could learn from; 0 for estimators that look at one curve alone. */
  readonly train: number;
  /** Curves left out: their last value, or every value seen, is no number. */
  readonly dropped: number;
  /** Wall-clock seconds a curve. */
  readonly seconds: number;
}

export interface CurveBench {
  readonly sets: readonly CurveSet[];
  /** Shares of the epochs (below 1), or numbers of epochs. */
  readonly seen: readonly number[];
  /** Names of estimators and learners. */
  readonly estimators: readonly string[];
  /** Curves that learners learn from, drawn from each set. */
  readonly train: number;
  /** Whether all estimators are judged on the curves that learners are judged on: those not drawn. */
  readonly heldOut: boolean;
  readonly confidence: number;
  readonly robust: boolean;
  readonly seed: number;
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Told how many curves there are in all, and then how many are done. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

export interface CurveBenchReport {
  readonly rows: readonly CurveBenchRow[];
  /** What a reader must know, one sentence each. */
  readonly notes: readonly string[];
}

/** The epochs that a share or a count of them means: a share is rounded down, to 1 at least. */
export function epochsSeen(seen: number, epochs: number): number {
  // 0.29 of 100 epochs is 29 of them, though 0.29 * 100 is a little less.
  return seen < 1 ? Math.max(1, Math.floor(seen * epochs + 1e-9)) : seen;
}

/**
 * Judges every estimator on every set, by the value after the last epoch.
 * @returns undefined where the signal aborted
 */
export async function benchCurves(bench: CurveBench): Promise<CurveBenchReport | undefined> {
  const tasks = bench.sets.flatMap((set) =>
    [...new Set(bench.seen.map((seen) => epochsSeen(seen, set.epochs)))].map((seen) => ({ set, seen })),
  );
  const total = tasks.reduce((sum, { set }) => sum + set.curves.length, 0);
  const rows: CurveBenchRow[] = [];
  const notes = new Set<string>();
  let before = 0;
  const pool = openCurveWorkers(bench.workers);
  try {
    bench.onProgress?.(0, total, '');
    for (const { set, seen } of tasks) {
      if (seen >= set.epochs) {
        notes.add(`${set.name}: ${seen} epochs seen of ${set.epochs} leave nothing to tell`);
        continue;
      }
      const onDone = (done: number): void =>
        bench.onProgress?.(before + done, total, `${set.name}, ${seen} epochs`);
      const some = await benchSet(pool, bench, set, seen, notes, onDone);
      if (some === undefined) return undefined;
      rows.push(...some);
      before += set.curves.length;
      bench.onProgress?.(before, total, `${set.name}, ${seen} epochs`);
    }
  } finally {
    await pool.close();
  }
  return { rows, notes: [...notes] };
}

async function benchSet(
  pool: CurvePool,
  bench: CurveBench,
  set: CurveSet,
  seen: number,
  notes: Set<string>,
  onDone: (curves: number) => void,
): Promise<CurveBenchRow[] | undefined> {
  const known = set.curves.filter(
    ({ values }) => Number.isFinite(values[set.epochs - 1]) && values.slice(0, seen).some(Number.isFinite),
  );
  const learners = LEARNERS.filter(({ name }) => bench.estimators.includes(name));
  const drawn = draw(known.length, bench.train, bench.seed, set.name);
  const held = known.filter((_, i) => !drawn.has(i));
  const learnable = held.length >= LEAST_JUDGED;
  if (!learnable && (learners.length > 0 || bench.heldOut)) {
    notes.add(`${set.name}: ${known.length} curves leave too few beside ${bench.train} to learn from`);
  }
  const judged = bench.heldOut && learnable ? held : known;
  if (judged.length < LEAST_JUDGED) {
    notes.add(`${set.name}: fewer than ${LEAST_JUDGED} curves with a last value, left out`);
    return [];
  }
  const asked = CURVE_ESTIMATORS.filter(({ name }) => bench.estimators.includes(name));
  const withLosses = judged.every(({ losses }) => losses !== undefined);
  const estimators = asked.filter(({ needsLosses }) => withLosses || needsLosses !== true);
  if (estimators.length < asked.length) {
    const left = asked.filter((estimator) => !estimators.includes(estimator)).map(({ name }) => name);
    notes.add(`${set.name}: no training losses, so without ${left.join(', ')}`);
  }
  const common = {
    set: set.name,
    seen,
    epochs: set.epochs,
    dropped: set.curves.length - known.length,
  };
  const question = {
    target: set.epochs,
    better: set.better,
    range: set.range,
    confidence: bench.confidence,
    robust: bench.robust,
    seed: bench.seed,
  };
  const results = await estimateCurves(
    pool,
    bench.workers,
    judged.map(({ values, losses }) => ({
      values: values.slice(0, seen),
      ...(losses && { losses: losses.slice(0, seen) }),
    })),
    estimators.map(({ name }) => name),
    question,
    { onDone, ...(bench.signal && { signal: bench.signal }) },
  );
  if (results === undefined) return undefined;
  const finals = (curves: readonly LabelledCurve[]) => curves.map(({ values }) => values[set.epochs - 1]!);
  const rows = results.map(({ estimates, seconds }, i): CurveBenchRow => {
    const { name, kind } = estimators[i]!;
    const sign = kind === 'rank' && set.better === 'lower' ? -1 : 1;
    return {
      ...common,
      estimator: name,
      kind,
      train: 0,
      ...accuracyOf(estimates, finals(judged), kind === 'rank', sign),
      seconds: seconds / judged.length,
    };
  });
  if (!learnable) return rows;
  const features = curveFeatures(known, seen, set.better);
  const split = (wanted: boolean) => features.filter((_, i) => drawn.has(i) === wanted);
  for (const learner of learners) {
    const start = performance.now();
    const model = learnFromCurves(
      learner,
      split(true),
      finals(known.filter((_, i) => drawn.has(i))),
      bench.confidence,
    );
    const estimates = split(false).map((row) => within(question, model.estimate(row)));
    rows.push({
      ...common,
      estimator: learner.name,
      kind: 'learned',
      train: drawn.size,
      ...accuracyOf(estimates, finals(held), false, 1),
      seconds: (performance.now() - start) / 1000 / held.length,
    });
  }
  return rows;
}

/** Fewer curves have no order worth telling. */
const LEAST_JUDGED = 3;

/** `count` of the numbers below `n`, each set of them equally likely; all but one at most. */
function draw(n: number, count: number, seed: number, name: string): ReadonlySet<number> {
  const stream = randomStream(seed, `training curves of ${name}`);
  const order = Array.from({ length: n }, (_, i) => i);
  const wanted = Math.min(count, n);
  for (let i = 0; i < wanted; i += 1) {
    const j = i + stream.integer(i, n - i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return new Set(order.slice(0, wanted));
}
