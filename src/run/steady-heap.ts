import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What collections may take of the time. */
const SHARE = 0.01;

/**
 * Holds the heap of this thread to what is alive and `growth` bytes of what is dead. V8 lets a heap grow to several times
 * of what was alive before it collects all of it: a worker's by 60 MB, again and again, and that of a thread
 * which only hands on results throughout a long run, as if it leaked.
 *
 * The function returned is called between two pieces of work. It collects where the heap has grown by so much since the
 * last time, and waits a hundred times as long as that takes before it does so again: a hundredth of the time at most,
 * whatever is alive; where much is, V8's own pace holds. No heap gets a limit, so that none can come to its end.
 * It is for threads of our own: a library's caller may not like to wait for it.
 */
export function steadyHeap(growth: number): () => void {
  // V8's own `gc` is only in contexts that are made while this is set.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => getHeapStatistics().used_heap_size;
  let alive = used();
  let next = 0;
  /** Milliseconds a byte that is alive: the least seen, since other programs hold a collection up as well. */
  let cost = Number.POSITIVE_INFINITY;
  return () => {
    const start = performance.now();
    if (start < next || used() < alive + growth) return;
    collect();
    const end = performance.now();
    alive = used();
    cost = Math.min(cost, (end - start) / alive);
    next = end + (cost * alive) / SHARE;
  };
}
