import type { Judgement } from './judge.ts';
import type { Limit } from './limit.ts';

/** What became of the architectures that the source gave. */
export interface Intake {
  readonly read: number;
  /** Architectures that each limit turned away, the first that did, in the order of the limits. */
  readonly turnedAway: readonly { readonly limit: Limit; readonly count: number }[];
  /** Architectures of which a table does not say what a stage ranks by. */
  readonly unknown: number;
  /** Isomorphic to one that was let in before (or, where duplicates are kept, equal to one). */
  readonly merged: number;
  readonly admitted: number;
  readonly seconds: number;
}

/** What one stage did. */
export interface StageReport {
  readonly ranking: string;
  readonly entering: number;
  /** Left out since a quantity of theirs is not finite. */
  readonly unranked: number;
  readonly kept: number;
  /** Proxies that were computed for it. */
  readonly computed: readonly string[];
  /** Architectures that an interrupted run had scored before. */
  readonly resumed: number;
  readonly workers: number;
  readonly seconds: number;
}

/** One of those that are left in the end. */
export interface ScreenRow {
  /** From 1, by the last stage's ranking. */
  readonly rank: number;
  readonly arch: string;
  /** The official index; absent in spaces too large to number. */
  readonly index?: number;
  /** Of the last stage's ranking, higher is better. */
  readonly score: number;
  /** Counts, and all that the stages ranked by. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether it is on the Pareto front, where one was asked for. */
  readonly front?: boolean;
}

export interface ScreenResult {
  /** The top, best first; then, where a Pareto front was asked for, those on it that are not of the top. */
  readonly rows: readonly ScreenRow[];
  readonly intake: Intake;
  readonly stages: readonly StageReport[];
  /** Where the truth is known. */
  readonly judgement?: Judgement;
}

export type ScreenEvent =
  | { readonly type: 'reading'; readonly done: number; readonly total?: number; readonly arch: string }
  | { readonly type: 'admitted'; readonly intake: Intake }
  | {
      readonly type: 'scoring';
      readonly start: number;
      readonly done: number;
      readonly total: number;
      readonly arch: string;
    }
  /** What a user should know of how the engine computes here. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'ranked'; readonly stage: StageReport }
  | { readonly type: 'stopped' }
  | { readonly type: 'finished'; readonly result: ScreenResult };
