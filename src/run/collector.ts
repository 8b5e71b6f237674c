import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects the garbage of this thread: all of it, or what is short-lived. */
export type Collect = (options?: { readonly type: 'minor' }) => void;

/**
 * V8's own `gc`, which is only in contexts that are made while a flag is set. That is one setting for all threads, so it stays set:
 * another may be about to make such a context.
 */
export function collector(): Collect {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
}
