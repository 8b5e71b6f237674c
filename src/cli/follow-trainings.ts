import type { TrainedRun } from '../../datasets/trained-runs.ts';
import { runTrainings } from '../run/train/run-trainings.ts';
import { summaryOfRuns } from '../run/train/summary.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';
import { crashWatch } from './supervise/crash-watch.ts';
import type { TrainRequest } from './train-request.ts';

/** Trains, shows progress on stderr, and writes a summary of the table to stdout. */
export async function followTrainings(
  { runs: request, hours, notes }: TrainRequest,
  quiet: boolean,
): Promise<{ readonly interrupted: boolean; readonly failed: number }> {
  const say = (text: string): unknown => process.stderr.write(`nasprobe: ${text}\n`);
  const progress = quiet ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  const watch = await crashWatch();
  const budget = hours === undefined ? undefined : AbortSignal.timeout(Math.ceil(hours * 3_600_000));
  const signal = budget === undefined ? stop.signal : AbortSignal.any([stop.signal, budget]);
  const failures = new Map<string, number>();
  let trained: readonly TrainedRun[] = [];
  try {
    for (const note of notes) say(note);
    for await (const event of runTrainings({ ...request, signal, watch })) {
      if (event.type === 'started') {
        if (event.done > 0 && !quiet)
          say(`${request.out} holds ${event.done} of ${event.total} trainings already`);
        progress.begin(event.done, event.total);
      } else if (event.type === 'trained') progress.scored(event.done, event.run.arch);
      else if (event.type === 'failed') failures.set(event.message, (failures.get(event.message) ?? 0) + 1);
      else {
        progress.end();
        trained = event.runs;
        if (event.stopped) {
          const why = budget?.aborted === true ? 'the hours are over' : 'stopped';
          say(
            `${why}: ${event.done} of ${event.total} trainings are done. The same command goes on from there`,
          );
        }
      }
    }
  } finally {
    stop.release();
  }
  for (const [message, count] of failures) say(`${count} trainings failed: ${message}`);
  process.stdout.write(`${summaryOfRuns(trained).join('\n')}\n`);
  return { interrupted: stop.signal.aborted, failed: failures.size };
}
