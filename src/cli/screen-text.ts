import { safeText } from '../report/safe-text.ts';
import type { Judgement } from '../run/screen/judge.ts';
import { limitText } from '../run/screen/limit.ts';
import type { Intake, ScreenResult, StageReport } from '../run/screen/screen-event.ts';
import type { Screening } from '../run/screen/screening.ts';
import { textTable } from './text-table.ts';

const whole = (value: number): string => value.toLocaleString('en');

/** What the source gave, in one line. */
export function intakeText(intake: Intake, merge: boolean): string {
  const { read, turnedAway, unknown, merged, admitted, seconds } = intake;
  const away = turnedAway.map(({ limit, count }) => `${whole(count)} beyond ${safeText(limitText(limit))}`);
  if (unknown > 0) away.push(`${whole(unknown)} not in the tables`);
  const twice = `${whole(merged)} ${merge ? 'isomorphic to another' : 'repeated'}`;
  return `${whole(read)} architectures read in ${seconds.toFixed(1)} s (${rate(read, seconds)}): ${[...away, twice].join(', ')}; ${whole(admitted)} candidates`;
}

/** What a stage did, in one line. */
export function stageText(stage: StageReport, number: number): string {
  const { ranking, entering, kept, unranked, computed, resumed, workers, seconds } = stage;
  const parts = [`stage ${number}, ${safeText(ranking)}: ${whole(entering)} in, ${whole(kept)} kept`];
  if (unranked > 0) parts.push(`${whole(unranked)} without a finite value left out`);
  if (computed.length > 0) {
    const fresh = entering - resumed;
    const threads = `${workers} worker${workers === 1 ? '' : 's'}`;
    parts.push(
      `${computed.join(', ')} of ${whole(fresh)} in ${seconds.toFixed(1)} s (${rate(fresh, seconds)} with ${threads})`,
    );
    if (resumed > 0) parts.push(`${whole(resumed)} were there already`);
  } else parts.push(`${seconds.toFixed(1)} s`);
  return parts.join('; ');
}

/** The top for the eye, and beneath it the Pareto front where one was asked for. */
export function rowsText({ rows }: ScreenResult, { stages, limits, pareto, truth, top }: Screening): string {
  const last = stages.at(-1)!.ranking;
  const names = [
    ...new Set([
      ...stages.flatMap(({ ranking }) => ranking.of.map(({ name }) => name)),
      ...limits.map(({ name }) => name),
      ...(pareto === undefined ? [] : [pareto]),
      'params',
      ...(truth === undefined ? [] : [truth.name]),
    ]),
  ].filter((name) => rows[0] !== undefined && name in rows[0].values);
  const withScore = last.aggregation !== undefined;
  const table = (some: ScreenResult['rows']): string =>
    textTable(
      ['rank', 'arch', ...(withScore ? [last.title] : []), ...names].map(safeText),
      some.map(({ rank, arch, score, values }) => [
        String(rank),
        arch,
        ...(withScore ? [figure(score)] : []),
        ...names.map((name) => figure(values[name]!)),
      ]),
      new Set([0, ...names.map((_, i) => i + 2), names.length + 2]),
    );
  const best = table(rows.filter(({ rank }) => rank <= top));
  if (pareto === undefined) return best;
  const front = rows.filter((row) => row.front).toSorted((a, b) => a.values[pareto]! - b.values[pareto]!);
  return `${best}\nPareto front of ${safeText(last.title)} against ${safeText(pareto)}, the cheapest first\n${table(front)}`;
}

/** What the screening was worth, against a random choice of as many. */
export function judgementText(judgement: Judgement, stages: readonly StageReport[]): string {
  const { target, known, best, bestCount, random } = judgement;
  const top = judgement.stages.at(-1)!;
  const level = `${100 * random.confidence} %`;
  const worth = judgement.stages.map((stage, i) => [
    i < stages.length - 1 ? `after ${safeText(stages[i]!.ranking)}` : `top ${whole(stage.known)}`,
    whole(stage.known),
    stage.best.toFixed(2),
    stage.regret.toFixed(2),
    percent(stage.recall),
  ]);
  const [low, high] = random.best.interval;
  const { mean, interval } = random.recall;
  worth.push([
    `random ${whole(top.known)}`,
    whole(top.known),
    `${random.best.mean.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
    `${(best - random.best.mean).toFixed(2)} [${(best - high).toFixed(2)}, ${(best - low).toFixed(2)}]`,
    `${percent(mean)} [${percent(interval[0])}, ${percent(interval[1])}]`,
  ]);
  const { trainings } = random;
  const saved = trainings.mean - top.known;
  return [
    `Judged by ${safeText(target)} of ${whole(known)} candidates: the best has ${best.toFixed(2)}, the best 1 % are ${whole(bestCount)}`,
    '',
    textTable(['', 'known', 'best', 'regret', 'recall of best 1 %'], worth, new Set([1, 2, 3, 4])),
    `Random search would train ${whole(Math.round(trainings.mean))} on average (${level} between ${whole(trainings.interval[0])} and ${whole(trainings.interval[1])}) until one is as good as the best of the top ${whole(top.known)}:`,
    `${whole(Math.abs(Math.round(saved)))} trainings ${saved >= 0 ? 'saved' : 'lost'}. Training all candidates would take ${whole(known)}.`,
    `Intervals hold ${level} of all random draws without replacement, exactly.`,
    '',
  ].join('\n');
}

function rate(count: number, seconds: number): string {
  if (!(seconds > 0)) return '–/s';
  const perSecond = count / seconds;
  return `${perSecond >= 100 ? whole(Math.round(perSecond)) : perSecond.toPrecision(3)}/s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? whole(value) : String(Number(value.toPrecision(6)));
}
