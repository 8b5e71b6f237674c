import { getHeapSpaceStatistics } from 'node:v8';
import { type Collect, collector } from './collector.ts';

/** Less garbage than this is left to V8: looking for what is alive takes as long however little there is to free. */
const WORTH_BYTES = 12 * 2 ** 20;

let collect: Collect | undefined;

/**
 * Collects this thread's short-lived garbage, if there is enough of it. To be called between two architectures, when next to nothing
 * is alive: it takes less than a millisecond then. Where V8 comes to it by itself an architecture is under way, and it copies
 * all that its plan is made of, 30 ms for the suite, and takes it for long-lived.
 * @param worth bytes of garbage from which on it is collected
 */
export function collectBetween(worth = WORTH_BYTES): void {
  if (shortLivedBytes() < worth) return;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** Bytes that have been taken from the space where all begins, dead or alive. */
export function shortLivedBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')!.space_used_size;
}
