import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Finding, FuzzResult } from './target.ts';
import { TARGETS } from './targets.ts';
import type { FuzzJob, FuzzNews, FuzzTurn } from './worker.ts';

/** Seconds that an input may take, on a machine that is busy with other work. */
const LONGEST_SECONDS = 20;
/** Of the thread's heap, and of what the process may grow by for one input. */
const MOST_MEGABYTES = 512;

/** A thread's first module must be JavaScript; it loads what reads TypeScript, then the worker. */
const START = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

const OURS = fileURLToPath(new URL('../..', import.meta.url));

/** Others than the usual ones, to try the watchers themselves. */
export interface FuzzLimits {
  /** The module whose `TARGETS` has the reader. */
  readonly targets?: URL;
  readonly seconds?: number;
  readonly megabytes?: number;
}

/**
 * Gives readers damaged inputs, one reader after the other, in a thread that is watched from here: an input that runs for too
 * long or out of memory is a finding, and the rest go on in another thread.
 */
export async function fuzz(
  turns: readonly FuzzTurn[],
  {
    targets = new URL('./targets.ts', import.meta.url),
    seconds,
    megabytes = MOST_MEGABYTES,
  }: FuzzLimits = {},
): Promise<FuzzResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nasprobe-fuzz-'));
  const findings: Finding[] = [];
  const taken = turns.map(() => 0);
  let left = turns;
  try {
    while (left.length > 0) {
      const before = turns.length - left.length;
      const job = { turns: left, targets: targets.href, folder, ours: OURS, megabytes };
      const sitting = await watched(job, seconds);
      findings.push(...sitting.findings);
      sitting.taken.forEach((count, i) => {
        taken[before + i]! += count;
      });
      left = sitting.left;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return turns.map(({ target, first, end }, i) => ({
    target,
    inputs: end - first,
    taken: taken[i]!,
    findings: findings.filter((finding) => finding.target === target),
  }));
}

interface Sitting {
  readonly findings: readonly Finding[];
  /** What each turn took, of those that ended. */
  readonly taken: readonly number[];
  /** What was not tried. */
  readonly left: readonly FuzzTurn[];
}

function watched(job: Omit<FuzzJob, 'current'>, seconds: number | undefined): Promise<Sitting> {
  const current = new Int32Array(new SharedArrayBuffer(8)).fill(-1);
  const findings: Finding[] = [];
  const taken: number[] = [];
  const worker = new Worker(START, {
    eval: true,
    workerData: { ...job, current: current.buffer },
    resourceLimits: { maxOldGenerationSizeMb: job.megabytes },
  });
  return new Promise((resolve, reject) => {
    let began = Number.POSITIVE_INFINITY;
    let seen = '';
    const settle = (left: readonly FuzzTurn[]): void => {
      clearInterval(clock);
      void worker.terminate();
      resolve({ findings, taken, left });
    };
    const lost = (what: Finding['what'], detail: string): void => {
      const [turn, input] = [Atomics.load(current, 0), Atomics.load(current, 1)];
      const { target, end } = job.turns[turn]!;
      // What this turn had taken before is not known any more: it counts for nothing.
      findings.push({ target, input, what, detail });
      const rest = input + 1 < end ? [{ target, first: input + 1, end }] : [];
      settle([...rest, ...job.turns.slice(turn + 1)]);
    };
    const clock = setInterval(() => {
      const now = current.join();
      const turn = Atomics.load(current, 0);
      const most = seconds ?? secondsOf(job.turns[turn]?.target);
      if (now !== seen) [seen, began] = [now, turn < 0 ? Number.POSITIVE_INFINITY : performance.now()];
      else if (performance.now() - began > 1000 * most) lost('ran for too long', `more than ${most} s`);
    }, 250);
    worker.on('message', (news: FuzzNews) => {
      if (news.kind === 'finding') findings.push(news.finding);
      else if (news.kind === 'done') {
        taken.push(news.taken);
        if (news.turn === job.turns.length - 1) settle([]);
      }
    });
    worker.on('error', (error) => {
      if (Atomics.load(current, 0) >= 0) return lost('ended its thread', error.message);
      clearInterval(clock);
      reject(error);
    });
  });
}

function secondsOf(target: string | undefined): number {
  return TARGETS.find(({ name }) => name === target)?.seconds ?? LONGEST_SECONDS;
}
