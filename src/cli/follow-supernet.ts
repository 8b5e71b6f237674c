import { truthByArch } from '../run/supernet/dynamics-report.ts';
import { runSupernet } from '../run/supernet/run-supernet.ts';
import type { SupernetObservation } from '../run/supernet/supernet-config.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';
import { type DynamicsFlags, dynamicsRequest, showDynamics } from './show-supernet.ts';
import type { SupernetFlags, SupernetRequest } from './supernet-request.ts';
import { crashWatch } from './supervise/crash-watch.ts';

/** Trains, shows progress on stderr, and writes the dynamics to stdout. Says whether a signal stopped it. */
export async function followSupernet(
  { run, hours }: SupernetRequest,
  flags: SupernetFlags & DynamicsFlags,
): Promise<boolean> {
  const say = (text: string): unknown => process.stderr.write(`nasprobe: ${text}\n`);
  const request = await dynamicsRequest(flags);
  // What is wrong with the truth is told before the training, not after it.
  truthByArch(request.truth, request.target);
  const progress = flags.quiet === true ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  const watch = await crashWatch();
  const budget = hours === undefined ? undefined : AbortSignal.timeout(Math.ceil(hours * 3_600_000));
  const signal = budget === undefined ? stop.signal : AbortSignal.any([stop.signal, budget]);
  let observations: readonly SupernetObservation[] = [];
  try {
    for await (const event of runSupernet({ ...run, signal, watch })) {
      if (event.type === 'started') {
        if (event.done > 0 && flags.quiet !== true)
          say(`${run.out} holds ${event.done} of ${event.total} moments already`);
        progress.begin(event.done, event.total);
      } else if (event.type === 'observed') {
        const { seed, epoch } = event.observation;
        progress.scored(event.done, `seed ${seed}, epoch ${epoch}`);
      } else {
        progress.end();
        observations = event.observations;
        if (event.stopped) {
          const why = budget?.aborted === true ? 'the hours are over' : 'stopped';
          say(
            `${why}: ${event.done} of ${event.total} moments are done. The same command goes on from there`,
          );
        }
      }
    }
  } finally {
    stop.release();
  }
  if (observations.length > 0) await showDynamics(observations, request);
  return stop.signal.aborted;
}
