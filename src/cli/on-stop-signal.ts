import { EXIT } from './exit-code.ts';

/** Signals within so many milliseconds are one: a terminal sends its Ctrl-C to the supervisor too, which passes it on. */
const ONE_MS = 300;

/**
 * Aborts its signal on the first Ctrl-C or SIGTERM, so that the run can write what it has; the second one leaves
 * at once. `release` gives both back their usual meaning.
 */
export function onStopSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort();
    } else if (performance.now() - first > ONE_MS) process.exit(EXIT.stopped);
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of names) process.off(name, stop);
    },
  };
}
