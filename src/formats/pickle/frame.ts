import { PickleDict, type PickleValue } from './values.ts';

/** Where a dictionary lies: the keys that lead to it from the whole. */
export type PicklePath = readonly (string | number)[];

/** Stands in a dictionary where an item was that has been handed over. */
export const TAKEN = 'nasprobe: handed over';

/** What is on the stack above one mark. */
export interface Frame {
  readonly items: PickleValue[];
  /** The path of the dictionary whose items these are; undefined where they are none's. */
  readonly path: PicklePath | undefined;
  /** Whether that dictionary's items are handed over. */
  readonly harvested: boolean;
  /** Entries of the memo, and bytes held, when the current item began. */
  memo: number;
  held: number;
  /** Items that have been handed over. */
  taken: number;
}

/** The path of the dictionary on top of a frame, as far as it is to be seen from the stack. */
export function pathOnTop({ items, path }: Frame, depth: number): PicklePath | undefined {
  if (!(items.at(-1) instanceof PickleDict)) return undefined;
  if (depth === 0 && items.length === 1) return [];
  const key = items.at(-2);
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  if (path !== undefined && items.length % 2 === 0) return [...path, key];
  // A dictionary of a single item is filled without a mark.
  return depth === 0 && items.length === 3 && items[0] instanceof PickleDict ? [key] : undefined;
}
