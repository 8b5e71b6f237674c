import { limitText } from '../run/screen/limit.ts';
import type { Intake, StageReport } from '../run/screen/screen-event.ts';
import { safeText } from '../safe-text.ts';

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
  const fresh = computed.length > 0 ? entering - resumed : 0;
  const work = fresh === 0 ? '' : `${computed.join(', ')} of ${whole(fresh)} in `;
  const threads = `${workers} worker${workers === 1 ? '' : 's'}`;
  parts.push(
    `${work}${seconds.toFixed(1)} s${fresh === 0 ? '' : ` (${rate(fresh, seconds)} with ${threads})`}`,
  );
  if (resumed > 0) parts.push(`${whole(resumed)} had been scored before`);
  return parts.join('; ');
}

function rate(count: number, seconds: number): string {
  if (!(seconds > 0)) return '–/s';
  const perSecond = count / seconds;
  return `${perSecond >= 100 ? whole(Math.round(perSecond)) : perSecond.toPrecision(3)}/s`;
}
