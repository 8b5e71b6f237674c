/** Work for a worker for so long, in seconds: sending it and hearing of it costs a tenth of a millisecond or two. */
const PORTION_SECONDS = 0.05;
/** Results wait for those of items before them: the fewer are sent together, the more can go on in the meantime. */
const MOST_ITEMS = 8;
/** What is left is worth so many portions for each worker, so that none is at its last long after the others have ended. */
const PORTIONS_LEFT = 4;

/** Neighbouring items in portions, each made up when it is asked for, as large as the pace of those before suggests. */
export interface Portions<Item> extends Iterable<readonly Item[]> {
  /** Says how long a portion of so many items took. */
  took(items: number, seconds: number): void;
}

/** The first portions have one item each, until a pace is known; an item that must run alone is always one by itself. */
export function portionsOf<Item>(
  items: readonly Item[],
  workers: number,
  alone: (item: Item) => boolean,
): Portions<Item> {
  let pace = Number.POSITIVE_INFINITY;
  return {
    took(count, seconds) {
      pace = seconds / count;
    },
    *[Symbol.iterator]() {
      for (let first = 0; first < items.length; ) {
        const fair = Math.ceil((items.length - first) / (PORTIONS_LEFT * workers));
        const most = Math.min(MOST_ITEMS, fair, Math.max(1, Math.floor(PORTION_SECONDS / pace)));
        let end = first + 1;
        if (!alone(items[first]!)) while (end < first + most && !alone(items[end]!)) end += 1;
        yield items.slice(first, end);
        first = end;
      }
    },
  };
}
