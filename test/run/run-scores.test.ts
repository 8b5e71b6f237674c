import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makePlan } from '../../src/run/plan.ts';
import { readScores } from '../../src/run/read-scores.ts';
import { resolveConfig } from '../../src/run/resolve-config.ts';
import { runScores, type ScoreEvent } from '../../src/run/run-scores.ts';
import { findSpace } from '../../src/spaces/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const config = resolveConfig({
  proxies: ['params', 'synflow'],
  batch: 4,
  skeleton: { channels: 4, cells: 1, size: 8 },
});
const plan = await makePlan(findSpace('nasbench201'), { kind: 'archs', value: '12' }, 0);

async function collect(events: AsyncIterable<ScoreEvent>): Promise<ScoreEvent[]> {
  const seen: ScoreEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

test('tells of the start, each architecture in plan order, and the end', async () => {
  const events = await collect(runScores({ config, plan, workers: 2 }));
  expect(events.map(({ type }) => type)).toEqual(['started', ...plan.archs.map(() => 'scored'), 'finished']);
  expect(events[0]).toMatchObject({ total: 12, done: 0, workers: 2 });
  for (const [row, arch] of plan.archs.entries()) {
    expect(events[row + 1]).toMatchObject({ done: row + 1, total: 12, scores: { arch } });
  }
  expect(events.at(-1)).toEqual({ type: 'finished', done: 12, total: 12, stopped: false });
});

test('leaving the loop early keeps what was told and frees the file, and the next run does the rest', async () => {
  const out = join(folder, 'left.arrow');
  for await (const event of runScores({ config, plan, workers: 1, out })) {
    if (event.type === 'scored' && event.done === 5) break;
  }
  expect(existsSync(`${out}.lock`)).toBe(false);
  expect((await readScores(out)).map(({ arch }) => arch)).toEqual(plan.archs.slice(0, 5));
  const events = await collect(runScores({ config, plan, workers: 1, out }));
  expect(events[0]).toMatchObject({ type: 'started', done: 5 });
  expect(events).toHaveLength(1 + 7 + 1);
  const told = await collect(runScores({ config, plan, workers: 1 }));
  const scores = told.flatMap((event) => (event.type === 'scored' ? [event.scores] : []));
  const held = await readScores(out);
  expect(held.map(({ seconds: _, ...rest }) => rest)).toEqual(scores.map(({ seconds: _, ...rest }) => rest));
});

test('a signal that is given already stops before the first architecture', async () => {
  const events = await collect(runScores({ config, plan, workers: 1, signal: AbortSignal.abort() }));
  expect(events.map(({ type }) => type)).toEqual(['started', 'finished']);
  expect(events[1]).toMatchObject({ done: 0, stopped: true });
});
