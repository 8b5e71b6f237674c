import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../src/input-error.ts';
import { damaged } from './damage.ts';
import { guard } from './guard.ts';
import type { Finding, FuzzTarget } from './target.ts';

/** Inputs of these numbers, for one reader. */
export interface FuzzTurn {
  readonly target: string;
  readonly first: number;
  readonly end: number;
}

export interface FuzzJob {
  readonly turns: readonly FuzzTurn[];
  /** The module whose `TARGETS` has the readers. */
  readonly targets: string;
  readonly folder: string;
  /** The sources' folder. */
  readonly ours: string;
  /** Where the turn and the input under way are written, -1 before the first, for who watches the clock. */
  readonly current: SharedArrayBuffer;
  /** What the process may grow by for one input. */
  readonly megabytes: number;
}

export type FuzzNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'done'; readonly turn: number; readonly taken: number };

/** A message longer than this is not read by anyone. */
const LONGEST_MESSAGE = 2000;

const job = workerData as FuzzJob;
const tell = (news: FuzzNews): void => parentPort?.postMessage(news);
const { TARGETS } = (await import(job.targets)) as { readonly TARGETS: readonly FuzzTarget[] };
const current = new Int32Array(job.current);
let [turn, input] = [0, 0];
const find = (what: Finding['what'], detail: string): void =>
  tell({ kind: 'finding', finding: { target: job.turns[turn]!.target, input, what, detail } });

const readers: { readonly target: FuzzTarget; readonly inputs: readonly Uint8Array[] }[] = [];
for (const { target: wanted } of job.turns) {
  const target = TARGETS.find(({ name }) => name === wanted)!;
  const seeds = await target.seeds();
  // What is not damaged is read, and loads what the reader needs before anyone watches.
  for (const seed of seeds) await target.read(seed, job.folder);
  readers.push({ target, inputs: [...seeds, ...(target.refused?.() ?? [])] });
}
guard(job.folder, job.ours, (what) => find('touched something outside its folder', what));
tell({ kind: 'ready' });

let most = process.resourceUsage().maxRSS;
for (const [i, { target, inputs }] of readers.entries()) {
  turn = i;
  const { first, end } = job.turns[i]!;
  let taken = 0;
  for (input = first; input < end; input += 1) {
    Atomics.store(current, 0, turn);
    Atomics.store(current, 1, input);
    try {
      await target.read(damaged(inputs, input), job.folder);
      taken += 1;
    } catch (error) {
      if (error instanceof InputError) {
        const { message } = error;
        if (/[\r\n]/.test(message) || message.length > LONGEST_MESSAGE)
          find('made no message of one line', message.slice(0, 300));
      } else {
        const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
        find('threw something else than an InputError', stack.split('\n').slice(0, 6).join(' ← '));
      }
    }
    const { maxRSS } = process.resourceUsage();
    const grown = (maxRSS - most) / 1024;
    if (grown > job.megabytes) find('took too much memory', `${Math.round(grown)} MiB more`);
    most = Math.max(most, maxRSS);
  }
  tell({ kind: 'done', turn, taken });
}
