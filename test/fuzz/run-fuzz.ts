import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Finding, FuzzResult } from './target.ts';
import { TARGETS } from './targets.ts';
import type { FuzzJob, FuzzNews } from './worker.ts';

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
 * Gives a reader damaged inputs of these numbers, in a thread that is watched from here: one that runs for too long or
 * runs out of memory is a finding, and the rest go on in another thread.
 */
export async function fuzz(
  target: string,
  first: number,
  count: number,
  {
    targets = new URL('./targets.ts', import.meta.url),
    seconds = TARGETS.find(({ name }) => name === target)?.seconds ?? LONGEST_SECONDS,
    megabytes = MOST_MEGABYTES,
  }: FuzzLimits = {},
): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), 'nasprobe-fuzz-'));
  const findings: Finding[] = [];
  const end = first + count;
  let taken = 0;
  try {
    for (let next = first; next < end; ) {
      const job = {
        target,
        targets: targets.href,
        first: next,
        end,
        folder,
        ours: OURS,
        megabytes,
      };
      const sitting = await watched(job, seconds);
      findings.push(...sitting.findings);
      taken += sitting.taken;
      next = sitting.next;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { target, inputs: count, taken, findings };
}

interface Sitting {
  readonly findings: readonly Finding[];
  readonly taken: number;
  /** The first input that was not tried. */
  readonly next: number;
}

function watched(job: Omit<FuzzJob, 'current'>, seconds: number): Promise<Sitting> {
  const current = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  const findings: Finding[] = [];
  const worker = new Worker(START, {
    eval: true,
    workerData: { ...job, current: current.buffer },
    resourceLimits: { maxOldGenerationSizeMb: job.megabytes },
  });
  return new Promise((resolve, reject) => {
    let began = Number.POSITIVE_INFINITY;
    let seen = -1;
    const settle = (sitting: Omit<Sitting, 'findings'>): void => {
      clearInterval(clock);
      void worker.terminate();
      resolve({ findings, ...sitting });
    };
    const lost = (what: Finding['what'], detail: string): void => {
      const input = Atomics.load(current, 0);
      // What it had taken before is not known any more: it counts for nothing.
      findings.push({ target: job.target, input, what, detail });
      settle({ taken: 0, next: input + 1 });
    };
    const clock = setInterval(() => {
      const now = Atomics.load(current, 0);
      if (now !== seen) [seen, began] = [now, performance.now()];
      else if (performance.now() - began > 1000 * seconds) lost('ran for too long', `more than ${seconds} s`);
    }, 250);
    worker.on('message', (news: FuzzNews) => {
      if (news.kind === 'finding') findings.push(news.finding);
      else if (news.kind === 'done') settle({ taken: news.taken, next: job.end });
    });
    worker.on('error', (error) => {
      if (Atomics.load(current, 0) >= job.first) return lost('ended its thread', error.message);
      clearInterval(clock);
      reject(error);
    });
  });
}
