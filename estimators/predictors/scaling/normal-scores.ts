import { midranks } from '../../../src/rank/midranks.ts';
import { normalQuantileTwoSided } from '../../../src/rank/tail-probability.ts';
import type { Json, StateReader } from '../state-reader.ts';

/**
 * A rising map from a column's values to normal scores: a value becomes the normal quantile of (rank - 1/2) / n among
 * the values it was fitted on (ties share the middle), what lies between is interpolated. Skewed scales, outliers and
 * sentinels lose their pull, and the order stays.
 */
export interface NormalScores {
  /** Distinct values, ascending. */
  readonly knots: Float64Array;
  readonly scores: Float64Array;
}

export function fitNormalScores(values: ArrayLike<number>): NormalScores {
  const column = Float64Array.from(values);
  const ranks = midranks(column);
  const scoreOf = new Map<number, number>();
  const table = quantilesOf(column.length);
  column.forEach((value, at) => scoreOf.set(value, table[Math.round(2 * ranks[at]!) - 2]!));
  const knots = Float64Array.from(scoreOf.keys()).sort();
  return { knots, scores: knots.map((knot) => scoreOf.get(knot)!) };
}

/** The normal score of a value; beyond the ends it rises by at most one. */
export function toNormalScore({ knots, scores }: NormalScores, value: number): number {
  const last = knots.length - 1;
  if (last <= 0) return 0;
  const span = knots[last]! - knots[0]!;
  if (value > knots[last]!) return scores[last]! + saturating((value - knots[last]!) / span);
  if (value < knots[0]!) return scores[0]! - saturating((knots[0]! - value) / span);
  return interpolate(knots, scores, value);
}

/** The value that has this normal score; beyond the ends it goes on as steeply as the outer tenth of the knots. */
export function fromNormalScore({ knots, scores }: NormalScores, score: number): number {
  const last = knots.length - 1;
  if (last <= 0) return knots[0] ?? 0;
  const outer = Math.max(1, Math.floor(last / 10));
  const steepness = (low: number, high: number): number =>
    (knots[high]! - knots[low]!) / (scores[high]! - scores[low]!);
  if (score > scores[last]!) return knots[last]! + (score - scores[last]!) * steepness(last - outer, last);
  if (score < scores[0]!) return knots[0]! + (score - scores[0]!) * steepness(0, outer);
  return interpolate(scores, knots, score);
}

export function saveNormalScores({ knots, scores }: NormalScores): Json {
  return { knots: [...knots], scores: [...scores] };
}

export function readNormalScores(state: StateReader): NormalScores {
  const knots = state.numbers('knots');
  const scores = state.numbers('scores', knots.length);
  for (let i = 1; i < knots.length; i += 1) {
    if (!(knots[i]! > knots[i - 1]! && scores[i]! > scores[i - 1]!)) throw state.wrong('knots do not rise');
  }
  return { knots, scores };
}

/** From 0 to 1 as the excess goes from 0 to infinity. */
const saturating = (excess: number): number => 1 - 1 / (1 + excess);

function interpolate(from: Float64Array, to: Float64Array, value: number): number {
  let [low, high] = [0, from.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= value) low = middle;
    else high = middle;
  }
  const share = (value - from[low]!) / (from[high]! - from[low]!);
  return to[low]! + share * (to[high]! - to[low]!);
}

const tables = new Map<number, Float64Array>();

/** The normal quantiles of (rank - 1/2) / n for the midranks 1, 1.5, 2, … n. */
function quantilesOf(n: number): Float64Array {
  let table = tables.get(n);
  if (table === undefined) {
    table = new Float64Array(2 * n - 1).map((_, half) => {
      const share = ((half + 2) / 2 - 0.5) / n;
      return Math.sign(share - 0.5) * (share === 0.5 ? 0 : normalQuantileTwoSided(Math.abs(2 * share - 1)));
    });
    tables.set(n, table);
  }
  return table;
}
