import type { Outcome } from '../outcome.ts';
import type { Column, Table } from '../table/index.ts';
import type { ArchScores } from './score-config.ts';

/** Scores as a table in memory: `arch`, and a column a proxy, NaN or infinite where a score is, missing where there is none. */
export function tableOfScores(
  proxies: readonly string[],
  scores: readonly ArchScores[],
  source: string,
): Table {
  const column = (name: string): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from(scores, (row) => numberOf(row.scores[name])),
    missing: Uint8Array.from(scores, (row) => (isThere(row.scores[name]) ? 0 : 1)),
  });
  return {
    source,
    rows: scores.length,
    columns: [{ kind: 'text', name: 'arch', values: scores.map(({ arch }) => arch) }, ...proxies.map(column)],
    metadata: new Map(),
  };
}

const isThere = (outcome: Outcome | undefined): boolean =>
  outcome?.status === 'ok' || outcome?.status === 'nonfinite';

const numberOf = (outcome: Outcome | undefined): number =>
  outcome?.status === 'ok' || outcome?.status === 'nonfinite' ? Number(outcome.value) : Number.NaN;
