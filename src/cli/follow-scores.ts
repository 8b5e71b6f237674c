import { readScores } from '../run/read-scores.ts';
import type { ScoreRun } from '../run/run-scores.ts';
import { runScores } from '../run/run-scores.ts';
import type { ArchScores } from '../run/score-config.ts';
import { collectAlone } from '../run/v8-flags.ts';
import { failureTally } from './failure-tally.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';
import { scoreTable } from './score-table.ts';
import { steadyHeap } from './steady-heap.ts';
import { crashWatch } from './supervise/crash-watch.ts';

/** Runs, shows progress on stderr, and writes the scores to stdout: JSON lines, or without a file a table at the end. */
export async function followScores(
  run: ScoreRun,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Promise<{ readonly stopped: boolean; readonly failed: number }> {
  const { config, plan, out } = run;
  const say = (text: string): unknown => process.stderr.write(`nasprobe: ${text}\n`);
  // Lines on a terminal would break into the line that is rewritten there, and show the progress themselves.
  const progress = quiet || (json && process.stdout.isTTY) ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  const watch = await crashWatch();
  const shown: ArchScores[] = [];
  const failures = failureTally();
  collectAlone();
  const keepHeap = steadyHeap();
  let stopped = false;
  const take = (result: ArchScores): void => {
    failures.add(result);
    if (json) {
      const { arch, seconds, scores } = result;
      process.stdout.write(
        `${JSON.stringify({ space: config.space, arch, seed: config.seed, seconds, scores })}\n`,
      );
    } else if (out === undefined) shown.push(result);
  };
  try {
    for (const note of plan.notes) say(note);
    for await (const event of runScores({ ...run, signal: stop.signal, watch })) {
      if (event.type === 'started') {
        if (event.done > 0 && !quiet)
          say(`${out} holds ${event.done} of ${event.total} architectures already`);
        // The lines of a resumed run are those of a whole one.
        if (out !== undefined && event.done > 0) for (const held of await readScores(out)) take(held);
        progress.begin(event.done, event.total);
      } else if (event.type === 'note') {
        say(event.text);
      } else if (event.type === 'scored') {
        take(event.scores);
        progress.scored(event.done, event.scores.arch);
        keepHeap();
      } else {
        progress.end();
        stopped = event.stopped;
        if (stopped) say(`stopped after ${event.done} of ${event.total} architectures. ${howToResume(out)}`);
      }
    }
  } finally {
    stop.release();
  }
  for (const line of failures.lines()) say(line);
  if (shown.length > 0) process.stdout.write(scoreTable(config.proxies, shown));
  return { stopped, failed: failures.failed };
}

function howToResume(out: string | undefined): string {
  if (out === undefined) return 'With --out FILE.arrow a run can be resumed';
  const command = process.argv
    .slice(2)
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return `The same command goes on from there: nasprobe ${command.join(' ')}`;
}
