import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What of dead objects this thread may hold. */
const GROWTH = 2 ** 23;
/** What its collections may take of the time. */
const SHARE = 0.01;

/**
 * Holds the heaps of a long run to what is alive and little more. It is for a command, which has the process for itself.
 *
 * The threads that compute: V8 lets a heap grow to four times of what was alive at the last collection, and so grow with every
 * little that stays alive, such as kernels; told to, it collects at twice that, or 32 MB above it, in the midst of the work as
 * before. Collections forced between two architectures cost 15 to 36 % of the processor time when tried, perhaps since V8 then forgets
 * the shapes of objects of which none is left. No heap gets a limit, so that none can come to its end.
 *
 * This thread only hands on results, and would not collect for most of a run, as if it leaked. The function returned is
 * called once a result. It collects where the heap has grown by 8 MB, and waits a hundred times as long as that takes
 * before it does so again: a hundredth of the time at most, whatever is alive.
 */
export function steadyHeap(): () => void {
  setFlagsFromString('--heap-growing-percent=100');
  // V8's own `gc` is only in contexts that are made while this is set.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  const used = (): number => getHeapStatistics().used_heap_size;
  let alive = used();
  let next = 0;
  /** Milliseconds a byte that is alive: the least seen, since other programs hold a collection up as well. */
  let cost = Number.POSITIVE_INFINITY;
  return () => {
    const start = performance.now();
    if (start < next || used() < alive + GROWTH) return;
    collect();
    const end = performance.now();
    alive = used();
    cost = Math.min(cost, (end - start) / alive);
    next = end + (cost * alive) / SHARE;
  };
}
