import { InputError } from '../../input-error.ts';
import type { Aggregation } from '../../rank/aggregations.ts';
import { parseCombination } from '../../report/combination.ts';

/** What a stage ranks by: one quantity, or several made one by an aggregation of their ranks. */
export interface Ranking {
  /** Such as `synflow`, `-latency_ms` or `log-rank-sum(jacob_cov,nwot,flops)`. */
  readonly title: string;
  readonly of: readonly RankedQuantity[];
  /** Absent where there is one quantity, whose value is the score. */
  readonly aggregation?: Aggregation;
}

export interface RankedQuantity {
  readonly name: string;
  /** Written with a minus: the less the better, whatever its definition says. */
  readonly reversed: boolean;
}

/** How many of the architectures that enter a stage go on: a number, or a share of them. */
export type Keep = { readonly count: number } | { readonly share: number };

/** One step of a screening: rank what is left, and keep the best. Data, so that any order of them can be asked for. */
export interface Stage {
  readonly ranking: Ranking;
  /** Absent at the last stage, which keeps the top that is asked for. */
  readonly keep?: Keep;
}

/**
 * Reads `RANKING` or `RANKING:KEEP`, where RANKING is a quantity, `-` before it where less is better, or
 * METHOD=a,b,…; and KEEP a number or a percentage.
 * @throws InputError that shows how to write it
 */
export function parseStage(text: string): Stage {
  const [ranking = '', keep, ...rest] = text.split(':');
  if (ranking.trim() === '' || rest.length > 0)
    throw new InputError(
      `--stage ${JSON.stringify(text)}: write RANKING:KEEP, such as flops:20%, synflow:500 or log-rank-sum=jacob_cov,nwot,flops:100`,
    );
  return {
    ranking: parseRanking(ranking.trim()),
    ...(keep === undefined ? {} : { keep: parseKeep(keep, text) }),
  };
}

function parseRanking(text: string): Ranking {
  if (!text.includes('=')) return { title: text, of: [quantityOf(text)] };
  const { name, aggregation, of } = parseCombination(text);
  return { title: name, aggregation, of: of.map(quantityOf) };
}

function quantityOf(text: string): RankedQuantity {
  return text.startsWith('-') ? { name: text.slice(1), reversed: true } : { name: text, reversed: false };
}

function parseKeep(text: string, stage: string): Keep {
  const percentage = /^(\d+(?:\.\d+)?) ?%$/.exec(text.trim())?.[1];
  const share = Number(percentage) / 100;
  if (share > 0 && share <= 1) return { share };
  const count = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  if (count > 0 && Number.isSafeInteger(count)) return { count };
  throw new InputError(
    `--stage ${JSON.stringify(stage)}: ${JSON.stringify(text)} is neither a number from 1 up nor a percentage above 0 and up to 100%`,
  );
}

/**
 * How many of `entering` a stage keeps: a share is rounded down, but never below the top that is asked for in the end.
 */
export function keptBy({ keep }: Stage, entering: number, top: number): number {
  if (keep === undefined) return Math.min(entering, top);
  return Math.min(
    entering,
    'count' in keep ? keep.count : Math.max(top, Math.floor(keep.share * entering * (1 + Number.EPSILON))),
  );
}

/** @throws InputError where a stage but the last keeps no number, or one keeps fewer than the top. */
export function checkStages(stages: readonly Stage[], top: number): void {
  for (const [i, { ranking, keep }] of stages.entries()) {
    if (keep === undefined && i < stages.length - 1)
      throw new InputError(
        `--stage ${ranking.title} is not the last: say how many it keeps, such as ${ranking.title}:20%`,
      );
    if (keep !== undefined && 'count' in keep && keep.count < top)
      throw new InputError(
        `--stage ${ranking.title}:${keep.count} keeps fewer than --top ${top}: keep as many at least`,
      );
  }
}
