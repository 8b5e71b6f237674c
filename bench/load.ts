/**
 * A million rows through rank, table, report and merge, and 64 shards joined: seconds and the most memory of each.
 *   npm run build && npx tsx bench/load.ts [--rows 1000000] [--only rank]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomStream } from '../src/random/index.ts';
import { writeTable } from '../src/table/index.ts';
import type { Column } from '../src/table/table.ts';

const MAIN = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const SHARDS = 64;
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, only: { type: 'string' } },
});
const rows = Number(values.rows);
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-load-'));
const at = (name: string): string => join(folder, name);

/** Scores that follow the accuracy, each with its own noise. */
const column = (name: string, noise: number, from: number, count: number): Column => {
  const [truth, own] = [randomStream(0, 'truth'), randomStream(0, name)];
  const value = (_: unknown, i: number): number => truth.normal(from + i) + noise * own.normal(from + i);
  return { kind: 'number', name, values: Float64Array.from({ length: count }, value) };
};
const table = (names: Readonly<Record<string, number>>, from: number, count: number) => {
  const arch = Array.from({ length: count }, (_, i) => `arch-${from + i}`);
  const columns: Column[] = [
    { kind: 'text', name: 'arch', values: arch },
    ...Object.entries(names).map(([name, noise]) => column(name, noise, from, count)),
  ];
  return { source: 'made', rows: count, columns, metadata: new Map<string, string>() };
};
const proxies = { synflow: 0.5, nwot: 1, params: 2 };
await writeTable(table(proxies, 0, rows), at('scores.arrow'));
await writeTable(table({ accuracy: 0 }, 0, rows), at('truth.arrow'));
const shards: string[] = [];
for (let shard = 0; shard < SHARDS; shard += 1) {
  const [from, to] = [shard, shard + 1].map((i) => Math.floor((i * rows) / SHARDS)) as [number, number];
  shards.push(at(`shard-${shard}.arrow`));
  await writeTable(table(proxies, from, to - from), shards.at(-1)!);
}

const study = [at('scores.arrow'), '--truth', at('truth.arrow')];
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  rank: ['rank', ...study, '--format', 'json'],
  table: ['table', ...study],
  report: ['report', ...study, '--out', at('report.html')],
  merge: ['merge', ...shards, '--out', at('merged.arrow')],
};
for (const [name, command] of Object.entries(COMMANDS)) {
  if (values.only !== undefined && name !== values.only) continue;
  const began = performance.now();
  const { status, stderr } = spawnSync(
    '/usr/bin/env',
    ['time', '-f', '%M', process.execPath, MAIN, ...command],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  const megabytes = Math.round(Number(stderr.trimEnd().split('\n').at(-1)) / 1024);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: exit ${status}, ${rows} rows, ${seconds} s, ${megabytes} MB`);
}
rmSync(folder, { recursive: true });
