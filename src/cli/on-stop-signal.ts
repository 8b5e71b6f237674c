import { EXIT } from './exit.ts';

/**
 * Aborts its signal on the first Ctrl-C or SIGTERM, so that the run can write what it has; the second one leaves
 * at once. `release` gives both back their usual meaning.
 */
export function onStopSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.stopped);
    controller.abort();
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
