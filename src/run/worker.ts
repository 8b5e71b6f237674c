import { InputError } from '../input-error.ts';
import { openScorer } from './open-scorer.ts';
import type { ArchScores, ScoreConfig, Scorer } from './score-config.ts';

/** What crosses to a worker, all JSON. `check` only asks whether the configuration and the architectures can be had. */
export interface WorkerJob {
  readonly kind: 'check' | 'score';
  readonly config: ScoreConfig;
  /** Tells configurations apart. */
  readonly configHash: string;
  readonly archs: readonly string[];
}

/** What comes back. Failures are values: an error's own fields do not survive the way between threads. */
export type WorkerAnswer =
  | { readonly kind: 'scored'; readonly scores: readonly ArchScores[]; readonly notes?: readonly string[] }
  | { readonly kind: 'opened'; readonly engine?: Scorer['engine']; readonly notes?: readonly string[] }
  | { readonly kind: 'refused'; readonly isInput: boolean; readonly message: string; readonly stack: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** What the engines of this thread have said since the last answer. */
let notes: string[] = [];

const scorers = new Map<string, Promise<Scorer>>();

/** Scores architectures one after the other with this thread's scorer for the configuration, opened once. */
export default async function work(job: WorkerJob): Promise<WorkerAnswer> {
  let scorer: Scorer;
  try {
    scorer = await scorerOf(job);
    if (job.kind === 'check') {
      for (const arch of job.archs) scorer.check(arch);
      return { kind: 'opened', engine: scorer.engine, notes: takeNotes() };
    }
  } catch (error) {
    const { message, stack } = asError(error);
    return { kind: 'refused', isInput: error instanceof InputError, message, stack: stack ?? message };
  }
  try {
    const scores: ArchScores[] = [];
    for (const arch of job.archs) scores.push(await scorer.score(arch));
    return { kind: 'scored', scores, notes: takeNotes() };
  } catch (error) {
    return { kind: 'failed', code: 'scorer-threw', message: asError(error).message };
  }
}

function takeNotes(): string[] {
  const taken = notes;
  notes = [];
  return taken;
}

function scorerOf(job: WorkerJob): Promise<Scorer> {
  let scorer = scorers.get(job.configHash);
  if (scorer === undefined) {
    scorer = openScorer(job.config, { note: (text) => notes.push(text) });
    scorers.set(job.configHash, scorer);
  }
  return scorer;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
