import { PAPER_FORMATS } from '../report/paper-formats.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import { judgementTable } from '../run/screen/judgement-table.ts';
import { runScreen } from '../run/screen/run-screen.ts';
import type { ScreenResult, StageReport } from '../run/screen/screen-event.ts';
import { screenProtocol, screenTable } from '../run/screen/screen-table.ts';
import { topTable } from '../run/screen/top-table.ts';
import { collectAlone } from '../run/v8-flags.ts';
import { writeAtomically } from '../table/write-atomically.ts';
import { writeTable } from '../table/write-table.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';
import type { ScreenRequest } from './screen-request.ts';
import { intakeText, stageText } from './screen-text.ts';
import { crashWatch } from './supervise/crash-watch.ts';

/** Runs a screening, tells stderr what happens, and writes the result. False where a signal stopped it. */
export async function followScreen(request: ScreenRequest): Promise<boolean> {
  const { screening, quiet, out } = request;
  const say = (text: string): void => {
    if (!quiet) process.stderr.write(`nasprobe: ${text}\n`);
  };
  const progress = quiet ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  collectAlone();
  const watch = await crashWatch();
  let result: ScreenResult | undefined;
  const stages: StageReport[] = [];
  let running = false;
  const end = (): void => {
    if (running) progress.end();
    running = false;
  };
  try {
    say(`screening ${screening.source.title}`);
    for await (const event of runScreen({ ...screening, signal: stop.signal, watch })) {
      switch (event.type) {
        case 'reading':
          if (!running) progress.begin(0, event.total);
          running = true;
          progress.scored(event.done, event.arch);
          break;
        case 'admitted':
          end();
          say(intakeText(event.intake, screening.merge));
          break;
        case 'scoring':
          if (!running) progress.begin(event.start, event.total);
          running = true;
          progress.scored(event.done, event.arch);
          break;
        case 'note':
          end();
          say(event.text);
          break;
        case 'ranked':
          end();
          stages.push(event.stage);
          say(stageText(event.stage, stages.length));
          break;
        case 'stopped':
          end();
          say(
            out === undefined
              ? 'stopped. With --out FILE a screening can be resumed'
              : 'stopped. The same command goes on from there',
          );
          break;
        case 'finished':
          result = event.result;
      }
    }
  } finally {
    stop.release();
  }
  if (result === undefined) return false;
  await write(result, request);
  return true;
}

async function write(result: ScreenResult, request: ScreenRequest): Promise<void> {
  const { screening, format, out, summary } = request;
  const table = screenTable(result, screening);
  const { judgement, intake, stages } = result;
  if (out !== undefined && out !== '-') await writeTable(table, out);
  if (summary !== undefined) {
    const whole = { protocol: screenProtocol(screening), intake, stages, judgement: judgement ?? null };
    await writeAtomically(summary, [Buffer.from(`${JSON.stringify(whole, null, 2)}\n`)]);
  }
  const judged = judgement === undefined ? undefined : judgementTable(judgement, stages);
  if (format === 'csv' || format === 'json') {
    await writeTable(table, '-', format);
    if (judged !== undefined) process.stderr.write(renderTerminal(judged));
    return;
  }
  const tables = [topTable(result, screening), ...(judged === undefined ? [] : [judged])];
  process.stdout.write(tables.map((one) => PAPER_FORMATS[format](one)).join('\n'));
}
