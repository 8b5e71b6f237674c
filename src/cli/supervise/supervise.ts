import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type Report, SUPERVISOR } from './protocol.ts';

/** Ends that a caller wishes for: passed on to the command, and told to the caller as they came. */
const WISHED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGPIPE'];
/** Deaths in a row without one job finished, after which nothing good can be expected of the next life. */
const MOST_DEATHS = 5;
/** EX_SOFTWARE: a defect, ours or a library's. */
const DEFECT = 70;

/**
 * Runs the same command in a process of its own and waits for its end, whose exit code becomes ours. Where the process
 * dies of a crash (of native code, or for want of memory), it is started again and told at which jobs it died.
 */
export async function supervise(): Promise<void> {
  const deaths = new Map<string, string[]>();
  let child: ChildProcess | undefined;
  let wishes = 0;
  const pass = (signal: NodeJS.Signals): void => {
    wishes += 1;
    child?.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass);
  let fruitless = 0;
  for (;;) {
    const life = await live(deaths, (started) => {
      child = started;
    });
    fruitless = life.finished > 0 ? 1 : fruitless + 1;
    const { code, signal, underWay } = life;
    if (signal === null) {
      process.exitCode = code ?? DEFECT;
      return;
    }
    if (WISHED.includes(signal) || wishes > 0) return endAs(signal, pass);
    if (underWay.length === 0 || fruitless >= MOST_DEATHS) {
      const often = fruitless === 1 ? '' : ` ${fruitless} times in a row, with nothing finished between`;
      say(`the process died (${signal})${often}. What is done is kept: the same command goes on from there`);
      process.exitCode = DEFECT;
      return;
    }
    for (const job of underWay) deaths.set(job, [...(deaths.get(job) ?? []), signal]);
    say(
      `the process died (${signal}) and is started again, what was under way (${underWay.length}) one at a time`,
    );
  }
}

interface Life {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Jobs begun and not ended. */
  readonly underWay: readonly string[];
  readonly finished: number;
}

function live(deaths: ReadonlyMap<string, string[]>, began: (child: ChildProcess) => void): Promise<Life> {
  const underWay = new Set<string>();
  let finished = 0;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, [SUPERVISOR]: String(process.pid) },
    });
    began(child);
    child.on('message', (report: Report) => {
      if (report.kind === 'hello') child.send([...deaths]);
      else if (report.kind === 'begin') underWay.add(report.job);
      else {
        underWay.delete(report.job);
        finished += 1;
      }
    });
    child.on('error', reject);
    // After the last report, unlike `exit`.
    child.on('close', (code, signal) => resolve({ code, signal, underWay: [...underWay], finished }));
  });
}

/** Ends this process as the other one ended. */
function endAs(signal: NodeJS.Signals, pass: (signal: NodeJS.Signals) => void): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, pass);
  process.exitCode = 128 + (constants.signals[signal] ?? 0);
  if (WISHED.includes(signal)) process.kill(process.pid, signal);
}

function say(text: string): void {
  process.stderr.write(`nasprobe: ${text}\n`);
}
