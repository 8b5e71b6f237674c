/**
 * A million rows through rank, table, report and merge, 64 shards joined, a thousand learning curves, and a report of
 * every architecture of NAS-Bench-201 opened in Chromium: seconds, those of processors (whatever else the machine does) and
 * the most memory of each, as one table.
 *   npm run build && npx tsx bench/load.ts [--rows 1000000] [--only rank]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { randomStream } from '../src/random/index.ts';
import { writeTable } from '../src/table/index.ts';
import type { Column } from '../src/table/table.ts';
import { MAIN } from '../test/cli/nasprobe.ts';
import { hasChromium, startBrowser } from '../test/report/chromium.ts';

const SHARDS = 64;
/** Architectures of NAS-Bench-201. */
const SPACE = 15_625;
const [CURVES, EPOCHS] = [1000, 100];
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
/** Curves that rise to an asymptote by a power of the epoch, with noise. */
const curves = (count: number, epochs: number) => {
  const draw = randomStream(0, 'curves');
  const curve = (_: unknown, i: number) =>
    Array.from({ length: epochs }, (_, epoch) => {
      const [end, lost, power] = [0, 1, 2].map((k) => draw.uniform(3 * i + k)) as [number, number, number];
      const noise = 0.3 * draw.normal(3 * count + i * epochs + epoch);
      return 80 + 15 * end - (20 + 30 * lost) * (epoch + 1) ** -(0.3 + power) + noise;
    });
  const values = Array.from({ length: count }, curve);
  const columns: Column[] = [{ kind: 'list', name: 'val_acc', values }];
  return { source: 'made', rows: count, columns, metadata: new Map<string, string>() };
};
const count = (value: number): string => value.toLocaleString('en');

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
const few = [at('scores-15625.arrow'), '--truth', at('truth-15625.arrow')];
await writeTable(table(proxies, 0, SPACE), few[0]!);
await writeTable(table({ accuracy: 0 }, 0, SPACE), few[2]!);
await writeTable(curves(CURVES, EPOCHS), at('curves.arrow'));

/** What is done, and to how much. */
const WORK: readonly (readonly [name: string, amount: string, command: readonly string[]])[] = [
  ['rank', `${count(rows)} rows, 3 proxies`, ['rank', ...study, '--format', 'json']],
  ['table', `${count(rows)} rows, 3 proxies`, ['table', ...study]],
  ['report', `${count(rows)} rows, 3 proxies`, ['report', ...study, '--out', at('report.html')]],
  ['merge', `${SHARDS} shards, ${count(rows)} rows`, ['merge', ...shards, '--out', at('merged.arrow')]],
  [
    'curves fit',
    `${count(CURVES)} curves of ${EPOCHS} epochs, the best of all families`,
    ['curves', 'fit', at('curves.arrow'), '--seen', '0.5', '--quiet', '--out', at('fits.arrow')],
  ],
  [
    'curves bench',
    `${count(CURVES)} curves of ${EPOCHS} epochs`,
    ['curves', 'bench', at('curves.arrow'), '--seen', '0.25,0.5', '--quiet', '--format', 'json'],
  ],
  ['report', `${count(SPACE)} rows, 3 proxies`, ['report', ...few, '--out', at('report-15625.html')]],
];
const chosen = WORK.filter(([name]) => values.only === undefined || name === values.only);
console.log('| command | work | seconds | of a processor | most memory |\n|---|---|--:|--:|--:|');
for (const [name, amount, command] of chosen) {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    '/usr/bin/env',
    ['time', '-f', '%U %S %M', process.execPath, MAIN, ...command],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  const [user, system, kilobytes] = stderr.trimEnd().split('\n').at(-1)!.split(' ').map(Number);
  console.log(
    `| ${name} | ${amount} | ${((performance.now() - began) / 1000).toFixed(1)} | ${(user! + system!).toFixed(1)} | ${Math.round(kilobytes! / 1024)} MB |`,
  );
}
if (hasChromium && chosen.some(([name]) => name === 'report')) {
  for (const page of ['report-15625.html', 'report.html']) await openReport(page);
}
rmSync(folder, { recursive: true });

/** Until Chromium has painted a page first, and until it is loaded with every point of its scatter. */
async function openReport(name: string): Promise<void> {
  const browser = startBrowser();
  const page = await browser.open(pathToFileURL(at(name)).href, { width: 1280, height: 900 });
  const [painted, loaded, points] = await page.evaluate<[number, number, number]>(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done([performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, performance.getEntriesByType('navigation')[0].loadEventEnd, points.length]), 100)))`,
  );
  await browser.close();
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  const kilobytes = Math.round(statSync(at(name)).size / 1024);
  console.log(
    `| Chromium opens it | ${count(points)} points, ${count(kilobytes)} kB | ${seconds(loaded)} loaded, ${seconds(painted)} first painted | | |`,
  );
}
