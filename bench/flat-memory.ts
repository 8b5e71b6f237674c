/**
 * The memory of a run over all of NAS-Bench-201, once every so many architectures: it must not grow with them. With `--heap`
 * V8's heaps are held to so many megabytes a thread (of which 4 for young objects), and what remains is what is alive.
 *   npm run build && npx tsx bench/flat-memory.ts [--archs all] [--every 1500] [--heap 64] [--figure FILE.svg]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { axisX, axisY, dot, gridY, line } from '@observablehq/plot';
import { renderFigure } from '../src/figure/figure.ts';
import { GUIDE, SERIES } from '../src/figure/style.ts';
import { MAIN } from '../test/cli/nasprobe.ts';

const { values } = parseArgs({
  options: {
    archs: { type: 'string', default: 'all' },
    every: { type: 'string', default: '1500' },
    heap: { type: 'string' },
    figure: { type: 'string' },
  },
});
const every = Number(values.every);
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-memory-'));
const args = ['score', '--archs', values.archs, '--proxies', 'params,macs,flops,l2_norm,synflow'];
const held =
  values.heap === undefined
    ? []
    : [`--max-old-space-size=${Number(values.heap) - 4}`, '--max-semi-space-size=2'];
const child = spawn(
  process.execPath,
  [...held, MAIN, ...args, '--no-supervise', '--json', '--out', join(folder, 'scores.arrow')],
  { stdio: ['ignore', 'pipe', 'ignore'] },
);

interface Moment {
  readonly done: number;
  /** Megabytes of the process: what it holds now, and the most that it has held. */
  readonly now: number;
  readonly most: number;
}

function memoryOf(pid: number): Omit<Moment, 'done'> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 1024);
  return { now: field('VmRSS'), most: field('VmHWM') };
}

console.log('| architectures | seconds | MB now | MB at most |\n|--:|--:|--:|--:|');
const moments: Moment[] = [];
const start = performance.now();
let done = 0;
for await (const text of child.stdout.setEncoding('utf8')) {
  const before = done;
  done += String(text).split('\n').length - 1;
  if (Math.floor(done / every) === Math.floor(before / every)) continue;
  const moment = { done, ...memoryOf(child.pid!) };
  moments.push(moment);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`| ${done} | ${seconds} | ${moment.now} | ${moment.most} |`);
}
if (values.figure !== undefined) writeFileSync(values.figure, memoryFigure(moments));
rmSync(folder, { recursive: true });

/** What the process held, over the architectures that were done. */
function memoryFigure(data: readonly Moment[]): string {
  const at = { x: 'done', y: 'now', stroke: SERIES[0] };
  return renderFigure({
    title: 'Resident memory of a run over all architectures of NAS-Bench-201',
    height: 180,
    marginLeft: 44,
    marginBottom: 36,
    x: { label: null, domain: [0, Math.max(...data.map((moment) => moment.done))], nice: true },
    y: { label: null, domain: [0, Math.max(...data.map(({ most }) => most))], nice: true },
    marks: [
      gridY({ stroke: GUIDE, strokeOpacity: 0.2 }),
      axisX({ label: 'architectures done', labelArrow: 'none', labelAnchor: 'center', ticks: 5 }),
      axisY({ label: 'MB resident', labelArrow: 'none', labelAnchor: 'center', ticks: 5 }),
      line(data, at),
      dot(data, { ...at, r: 2 }),
    ],
  });
}
