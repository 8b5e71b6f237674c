import { InputError } from '../../input-error.ts';
import { paretoFront } from '../../rank/pareto-front.ts';
import { isIndexed } from './arch-column.ts';
import { type Candidates, selectCandidates } from './candidates.ts';
import { judge } from './judge.ts';
import { type RankedCandidates, rankCandidates } from './rank-candidates.ts';
import { scoreCandidates } from './score-candidates.ts';
import type { ScreenEvent, ScreenRow, StageReport } from './screen-event.ts';
import type { Screening } from './screening.ts';
import { keptBy } from './stage.ts';
import { TRUTH, takeIn } from './take-in.ts';

/**
 * Screens a space: reads the candidates, then stage by stage computes what the stage ranks by, ranks, and keeps the
 * best. The result depends on the screening alone, not on workers or interruptions. Nothing runs until the first
 * event is asked for; ends with `finished`, or with `stopped` where the signal came first.
 * Throws {@link InputError} where the source, a limit or a stage leaves nothing.
 */
export async function* runScreen(screening: Screening): AsyncGenerator<ScreenEvent> {
  const taken = yield* takeIn(screening);
  if (taken === undefined) return yield { type: 'stopped' };
  const { intake } = taken;
  yield { type: 'admitted', intake };
  if (intake.admitted === 0)
    throw new InputError(`no architecture of ${intake.read} meets the limits: widen them`);

  let { candidates } = taken;
  let entering = intake.admitted;
  let ranked: RankedCandidates | undefined;
  const reports: StageReport[] = [];
  const truths: Float64Array[] = [];
  for (const [i, stage] of screening.stages.entries()) {
    const start = performance.now();
    const missing = stage.ranking.of.map(({ name }) => name).filter((name) => !candidates.columns.has(name));
    let [resumed, workers] = [0, 0];
    if (missing.length > 0) {
      const scored = yield* scoreCandidates(candidates, missing, i, screening);
      if (scored === undefined) return yield { type: 'stopped' };
      ({ candidates, resumed, workers } = scored);
    }
    ranked = rankCandidates(candidates, stage.ranking, screening.quantityOf);
    const kept = Math.min(keptBy(stage, entering, screening.top), ranked.scores.length);
    if (kept === 0)
      throw new InputError(
        `no architecture has a finite ${stage.ranking.title}: leave that stage out, or screen others`,
      );
    candidates = firstOf(ranked.candidates, kept);
    const report = {
      ranking: stage.ranking.title,
      entering,
      unranked: ranked.unranked,
      kept,
      computed: missing,
      resumed,
      workers,
      seconds: (performance.now() - start) / 1000,
    };
    reports.push(report);
    truths.push(candidates.columns.get(TRUTH) ?? new Float64Array());
    yield { type: 'ranked', stage: report };
    entering = kept;
  }

  const judgement =
    screening.truth === undefined
      ? undefined
      : judge(screening.truth.name, taken.candidates.columns.get(TRUTH)!, [
          ...truths.slice(0, -1),
          firstOf(candidates, Math.min(screening.top, entering)).columns.get(TRUTH)!,
        ]);
  yield {
    type: 'finished',
    result: {
      rows: rowsOf(ranked!, screening),
      intake,
      stages: reports,
      ...(judgement === undefined ? {} : { judgement }),
    },
  };
}

/** The top, then those of the front that are not among it, in the order of the ranking. */
function rowsOf({ candidates, scores }: RankedCandidates, screening: Screening): ScreenRow[] {
  const { top, pareto, truth, space } = screening;
  const front = pareto === undefined ? undefined : frontOf(scores, candidates.columns.get(pareto)!);
  const rows = Array.from(scores.keys()).filter((row) => row < top || front?.has(row));
  return rows.map((row) => {
    const arch = candidates.archs.at(row);
    return {
      rank: row + 1,
      arch,
      ...(isIndexed(space) ? { index: space.indexOf(arch) } : {}),
      score: scores[row]!,
      values: Object.fromEntries(
        [...candidates.columns].map(([name, values]) => [name === TRUTH ? truth!.name : name, values[row]!]),
      ),
      ...(front === undefined ? {} : { front: front.has(row) }),
    };
  });
}

/** Rows on the Pareto front; those of unknown cost are on none. */
function frontOf(scores: Float64Array, costs: Float64Array): ReadonlySet<number> {
  const known = Array.from(costs.keys()).filter((row) => !Number.isNaN(costs[row]));
  const front = paretoFront(
    known.map((row) => scores[row]!),
    known.map((row) => costs[row]!),
  );
  return new Set(Array.from(front, (place) => known[place]!));
}

function firstOf(candidates: Candidates, count: number): Candidates {
  return selectCandidates(
    candidates,
    Int32Array.from({ length: count }, (_, row) => row),
  );
}
