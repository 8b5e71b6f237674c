/** How far results may run ahead of the one waited for, in multiples of the limit. */
const AHEAD = 16;

/**
 * Runs `work` on all items with at most `limit` under way, and yields the results in the items' order whatever order
 * they finish in. What runs ahead of a slow item waits in a buffer of at most 16 limits. Ends early, without waiting
 * for what is under way, when the signal aborts. `work` must not throw. What is `alone` runs while nothing else does.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  limit: number,
  signal?: AbortSignal,
  alone: (item: Item) => boolean = () => false,
): AsyncGenerator<Result> {
  const ready = new Map<number, Result>();
  let launched = 0;
  let running = 0;
  let lonely = false;
  let wake = (): void => {};
  const launch = async (index: number): Promise<void> => {
    running += 1;
    lonely = alone(items[index]!);
    const result = await work(items[index]!);
    running -= 1;
    lonely = false;
    ready.set(index, result);
    wake();
  };
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    for (let next = 0; next < items.length; ) {
      if (signal?.aborted) return;
      while (running < limit && launched < items.length && launched - next < AHEAD * limit) {
        if (running > 0 && (lonely || alone(items[launched]!))) break;
        void launch(launched);
        launched += 1;
      }
      if (ready.has(next)) {
        const result = ready.get(next)!;
        ready.delete(next);
        next += 1;
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
