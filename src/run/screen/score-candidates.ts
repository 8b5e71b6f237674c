import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../outcome.ts';
import { sha256 } from '../digest.ts';
import { readScores } from '../read-scores.ts';
import { runScores } from '../run-scores.ts';
import { WHOLE } from '../shard.ts';
import type { Candidates } from './candidates.ts';
import type { ScreenEvent } from './screen-event.ts';
import type { Screening } from './screening.ts';

/** Candidates with the columns that were computed for them. */
export interface ScoredCandidates {
  readonly candidates: Candidates;
  readonly resumed: number;
  readonly workers: number;
}

/**
 * Computes proxies of all candidates on the workers; with a folder to work in, the scores are kept there in a score
 * file of this stage, and what it holds already is not computed again. Undefined where the signal stopped it.
 */
export async function* scoreCandidates(
  { archs, columns }: Candidates,
  proxies: readonly string[],
  stage: number,
  { config, workers, work, signal, watch }: Screening,
): AsyncGenerator<ScreenEvent, ScoredCandidates | undefined> {
  const names = Array.from({ length: archs.length }, (_, row) => archs.at(row));
  const values = new Map(proxies.map((name) => [name, new Float64Array(names.length).fill(Number.NaN)]));
  const take = (row: number, scores: Readonly<Record<string, Outcome>>): void => {
    for (const [name, column] of values) {
      const outcome = scores[name];
      if (outcome?.status === 'ok') column[row] = outcome.value;
    }
  };
  if (work !== undefined) await mkdir(work, { recursive: true });
  const out = work === undefined ? undefined : join(work, `${stage + 1}-${proxies.join('-')}.arrow`);
  const plan = {
    archs: names,
    selection: { kind: 'listed', count: names.length, sha256: sha256(names.join('\n')) },
    shard: WHOLE,
    notes: [],
  } as const;
  let [start, used] = [0, 0];
  for await (const event of runScores({
    config: { ...config, proxies },
    plan,
    ...(workers === undefined ? {} : { workers }),
    ...(out === undefined ? {} : { out }),
    ...(signal === undefined ? {} : { signal }),
    ...(watch === undefined ? {} : { watch }),
  })) {
    if (event.type === 'started') {
      [start, used] = [event.done, event.workers];
      if (out !== undefined && start > 0)
        for (const [row, { scores }] of (await readScores(out)).entries()) take(row, scores);
      yield { type: 'scoring', start, done: start, total: names.length, arch: '' };
    } else if (event.type === 'scored') {
      take(event.done - 1, event.scores.scores);
      yield { type: 'scoring', start, done: event.done, total: names.length, arch: event.scores.arch };
    } else if (event.type === 'note') yield event;
    else if (event.stopped) return undefined;
  }
  return { candidates: { archs, columns: new Map([...columns, ...values]) }, resumed: start, workers: used };
}
