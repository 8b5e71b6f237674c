/** How far results may run ahead of the one waited for, in multiples of the limit. */
const AHEAD = 16;

/**
 * Runs `work` on all items with at most `limit` under way, and yields the results in the items' order whatever order
 * they finish in. An item is taken when the one before it is begun. What runs ahead of a slow item waits in a buffer of at most 16 limits. Ends early, without waiting
 * for what is under way, when the signal aborts. `work` must not throw. What is `alone` runs while nothing else does.
 * @param size how many results an item stands for, as they wait in the buffer
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  limit: number,
  signal?: AbortSignal,
  alone: (item: Item) => boolean = () => false,
  size: (item: Item) => number = () => 1,
): AsyncGenerator<Result> {
  const ready = new Map<number, { readonly result: Result; readonly results: number }>();
  const source = items[Symbol.iterator]();
  let upcoming = source.next();
  let launched = 0;
  let ahead = 0;
  let running = 0;
  let lonely = false;
  let wake = (): void => {};
  const launch = async (item: Item, index: number): Promise<void> => {
    running += 1;
    lonely = alone(item);
    const results = size(item);
    ahead += results;
    const result = await work(item);
    running -= 1;
    lonely = false;
    ready.set(index, { result, results });
    wake();
  };
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    for (let next = 0; next < launched || !upcoming.done; ) {
      if (signal?.aborted) return;
      while (
        running < limit &&
        !upcoming.done &&
        (ahead === 0 || ahead + size(upcoming.value) <= AHEAD * limit)
      ) {
        if (running > 0 && (lonely || alone(upcoming.value))) break;
        void launch(upcoming.value, launched);
        launched += 1;
        upcoming = source.next();
      }
      const done = ready.get(next);
      if (done) {
        const { result, results } = done;
        ready.delete(next);
        next += 1;
        ahead -= results;
        yield result;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
