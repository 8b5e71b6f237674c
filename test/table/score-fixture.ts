import type { Outcome } from '../../src/outcome.ts';
import type { ScoreRow } from '../../src/table/score-rows.ts';
import type { ScoreFileOptions } from '../../src/table/score-writer.ts';

export const options: ScoreFileOptions = {
  columns: ['synflow', 'zen'],
  protocol: {
    nasprobe: '0.1.0',
    space: 'nasbench201',
    seed: 0,
    skeleton: { channels: 16, cells: 5 },
    shard: { index: 1, of: 1 },
    machine: { node: '20' },
  },
};

/** Made-up results of which some are not ok, the same for the same positions. */
export function makeRows(from: number, to: number): ScoreRow[] {
  return Array.from({ length: to - from }, (_, i) => makeRow(from + i));
}

function makeRow(i: number): ScoreRow {
  const zen: Outcome[] = [
    { status: 'ok', value: -i * 1.25 },
    { status: 'nonfinite', value: i % 2 === 0 ? 'NaN' : '-Infinity' },
    { status: 'skipped', reason: `no "BN" in ${i}` },
    { status: 'failed', code: 'ARENA', message: 'out of\nmemory' },
  ];
  const synflow: Outcome = { status: 'ok', value: i / 3 };
  return { arch: `|op~${i}|ü`, index: i, seconds: i / 1000, scores: { synflow, zen: zen[i % 4]! } };
}
