import { InputError } from '../input-error.ts';

/** The I-th of N disjoint parts: rows I-1, I-1+N, I-1+2N, … of the whole plan. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Shard = { index: 1, of: 1 };

/** Reads `I/N`. Throws {@link InputError} unless 1 <= I <= N. */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text.trim());
  const index = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (match === null || index < 1 || index > of || !Number.isSafeInteger(of)) {
    throw new InputError(`--shard '${text}' is no part: write I/N with 1 <= I <= N, for example 1/4`);
  }
  return { index, of };
}

/** The part of a list that is this shard's, in the list's order. */
export function shardOf<Item>(items: readonly Item[], shard: Shard): Item[] {
  return items.filter((_, row) => row % shard.of === shard.index - 1);
}
