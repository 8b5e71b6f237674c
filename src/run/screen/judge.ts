import { type BestOfDraw, bestOfDraw } from '../../rank/best-of-draw.ts';
import { type DrawsUntil, drawsUntil } from '../../rank/draws-until.ts';
import { markedInDraw } from '../../rank/hypergeometric.ts';
import type { Interval } from '../../rank/percentile-interval.ts';
import { recallOfBest } from '../../rank/recall.ts';

/** How many of the candidates count as the best. */
const BEST_SHARE = 0.01;
const CONFIDENCE = 0.95;

/** What a set of architectures is worth, by the truth of its members. */
export interface Worth {
  /** Members whose truth is known. */
  readonly known: number;
  readonly best: number;
  /** The best of all candidates less the best of these. */
  readonly regret: number;
  /** The share of the best 1 % of all candidates that is among these. */
  readonly recall: number;
}

/** How well a screening did, where the accuracy after training is known; all against a random choice of as many. */
export interface Judgement {
  readonly target: string;
  /** Candidates whose truth is known: all shares are of these. */
  readonly known: number;
  readonly best: number;
  /** How many are the best 1 %, one at least. */
  readonly bestCount: number;
  /** After each stage, the last being the top. */
  readonly stages: readonly Worth[];
  readonly random: {
    /** The best of as many drawn at random, exactly. */
    readonly best: BestOfDraw;
    readonly recall: { readonly mean: number; readonly interval: Interval };
    /** Trainings until a random search has one as good as the best of the top. */
    readonly trainings: DrawsUntil;
    readonly confidence: number;
  };
}

/**
 * Judges a screening by the truth of its candidates and of those that each stage kept; undefined where none of the
 * candidates or none of the top is known. NaN is not known.
 */
export function judge(
  target: string,
  candidates: Float64Array,
  stages: readonly Float64Array[],
): Judgement | undefined {
  const truth = candidates.filter((value) => !Number.isNaN(value));
  const known = stages.map((stage) => stage.filter((value) => !Number.isNaN(value)));
  const top = known.at(-1);
  if (truth.length === 0 || top === undefined || top.length === 0) return undefined;
  const best = highest(truth);
  const bestCount = Math.max(1, Math.floor(BEST_SHARE * truth.length));
  const reached = highest(top);
  const asGood = truth.filter((value) => value >= reached).length;
  const [low, high] = markedInDraw(truth.length, bestCount, top.length, CONFIDENCE);
  return {
    target,
    known: truth.length,
    best,
    bestCount,
    stages: known.map((stage) => ({
      known: stage.length,
      best: highest(stage),
      regret: best - highest(stage),
      recall: recallOfBest(truth, stage, bestCount),
    })),
    random: {
      best: bestOfDraw(truth, top.length, CONFIDENCE),
      recall: { mean: top.length / truth.length, interval: [low / bestCount, high / bestCount] },
      trainings: drawsUntil(truth.length, asGood, CONFIDENCE),
      confidence: CONFIDENCE,
    },
  };
}

/** NaN of none. */
function highest(values: Float64Array): number {
  return values.reduce((best, value) => (value > best || Number.isNaN(best) ? value : best), Number.NaN);
}
