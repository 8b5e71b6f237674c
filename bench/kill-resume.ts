/**
 * Kills each long job again and again at random moments, starts it again each time, and compares its table with that of
 * a run left alone: all but the seconds must be equal, no row lost, none twice; of an import every byte. Every other kill
 * strikes the process that does the work and not its supervisor, where there is one, which starts it again by itself.
 *   npm run build && npx tsx bench/kill-resume.ts [--kills 200] [--seed N] [--only score]
 */
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PROVENANCE_KEY } from '../datasets/import/import-benchmark.ts';
import { needsSupervisor } from '../src/cli/supervise/needs-supervisor.ts';
import { randomStream } from '../src/random/index.ts';
import { readTable } from '../src/table/index.ts';
import { nasprobe } from '../test/cli/nasprobe.ts';
import { writeResults } from '../test/datasets/import/write-results.ts';

const SMALL = ['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8'];
const TINY = ['--channels', '2', '--cells', '1', '--size', '4', '--train-images', '128', '--batch', '32'];

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-kill-'));
const OFFICIAL = join(folder, 'nb_301');

/** Jobs of some seconds, by name. */
const JOBS: Readonly<Record<string, readonly string[]>> = {
  score: ['score', '--archs', '120', '--proxies', 'params,macs,synflow,nwot,grad_norm', ...SMALL],
  screen: [
    ...['screen', '--archs', '120', '--top', '10', '--stage', 'flops:90%', '--stage', 'synflow:60%'],
    ...['--stage', 'nwot:20', '--stage', 'log-rank-sum=synflow,nwot,jacob_cov', ...SMALL],
  ],
  train: ['train', '--archs', '8', '--distinct', '--seeds', '0,1', '--epochs', '2', ...TINY],
  supernet: ['supernet', '--archs', '10', '--epochs', '6', '--seeds', '0,1', '--at', '1,2,4', ...TINY],
  import: ['datasets', 'import', OFFICIAL],
};

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now()) },
    only: { type: 'string' },
  },
});
const names = Object.keys(JOBS).filter((name) => values.only === undefined || name === values.only);
const kills = Math.ceil(Number(values.kills) / names.length);
const seed = Number(values.seed);

/** What must be equal, and the rows of it: the bytes of an import, else the columns that do not tell the time. */
async function timeless(path: string): Promise<{ readonly rows: number; readonly columns: unknown[] }> {
  const { rows, columns, metadata } = await readTable(path);
  if (metadata.has(PROVENANCE_KEY)) return { rows, columns: [readFileSync(path)] };
  const kept = columns.filter(({ name }) => !name.includes('seconds'));
  return { rows, columns: kept.map(({ name, values }) => [name, Array.from(values as ArrayLike<unknown>)]) };
}

/** Everything that a job has left under this name. */
function remove(name: string): void {
  for (const file of readdirSync(folder).filter((file) => file.startsWith(name)))
    rmSync(join(folder, file), { recursive: true });
}

console.log(`seed ${seed}`);
const sums = { killed: 0, tables: 0, rows: 0 };
for (const name of names) {
  const command = (out: string): string[] => [
    ...JOBS[name]!,
    ...['--workers', '2', '--quiet', '--out', join(folder, out)],
  ];
  if (name === 'import') writeResults(OFFICIAL, 6000);
  const began = performance.now();
  const { code, stderr } = await nasprobe(command(`${name}.arrow`));
  if (code !== 0) throw new Error(stderr);
  const alone = performance.now() - began;
  const whole = await timeless(join(folder, `${name}.arrow`));
  const isSupervised = needsSupervisor(command(`${name}.arrow`));
  const moments = randomStream(seed, `kills of ${name}`);
  let [killed, tables] = [0, 0];
  for (let run = 0; killed < kills || tables === 0; run += 1) {
    // A start takes its time with every run: kills fall into the work only if they may come late.
    const after = moments.uniform(run) * alone * 0.9;
    const whom = isSupervised && run % 2 === 1 ? 'worker' : 'supervisor';
    const kill = { signal: 'SIGKILL', after, whom } as const;
    const ended = await nasprobe(command('killed.arrow'), killed < kills ? { kill } : {});
    const struck = ended.signal === 'SIGKILL' || ended.stderr.includes('the process died (SIGKILL)');
    if (struck) killed += 1;
    // A process without its supervisor ends in a moment, but not while it is stopped (SIGSTOP).
    else if (ended.code === 2 && ended.stderr.includes('is being written by process')) await setTimeout(1000);
    else if (ended.code !== 0) throw new Error(`run ${run + 1} ended with ${ended.code}: ${ended.stderr}`);
    if (ended.code !== 0) continue;
    deepStrictEqual(await timeless(join(folder, 'killed.arrow')), whole);
    tables += 1;
    remove('killed.arrow');
  }
  remove('killed.arrow');
  console.log(
    `${name}: ${killed} kills, ${tables} tables of ${whole.rows} rows equal to that of a run left alone (${Math.round(alone)} ms)`,
  );
  sums.killed += killed;
  sums.tables += tables;
  sums.rows += tables * whole.rows;
}
rmSync(folder, { recursive: true });
console.log(
  `all: ${sums.killed} kills, ${sums.tables} tables, ${sums.rows} rows compared, none lost, doubled or different`,
);
