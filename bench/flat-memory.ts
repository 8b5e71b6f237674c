/**
 * The memory of a run over all of NAS-Bench-201, once every so many architectures: it must not grow with them. V8 collects what is
 * dead when it wants the room, so that memory grows until its heaps are as large as they like to be; with `--heap` they are held
 * to so many megabytes a thread (of which 4 for young objects), and what remains is what is alive.
 *   npm run build && npx tsx bench/flat-memory.ts [--archs all] [--every 1500] [--heap 64]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { textTable } from '../src/cli/text-table.ts';
import { MAIN } from '../test/cli/nasprobe.ts';

const { values } = parseArgs({
  options: {
    archs: { type: 'string', default: 'all' },
    every: { type: 'string', default: '1500' },
    heap: { type: 'string' },
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

/** Megabytes of the process: what it holds now, and the most that it has held. */
function memoryOf(pid: number): [number, number] {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 1024);
  return [field('VmRSS'), field('VmHWM')];
}

const rows: string[][] = [];
const start = performance.now();
let done = 0;
for await (const text of child.stdout.setEncoding('utf8')) {
  const before = done;
  done += String(text).split('\n').length - 1;
  if (Math.floor(done / every) === Math.floor(before / every)) continue;
  rows.push([done, ((performance.now() - start) / 1000).toFixed(0), ...memoryOf(child.pid!)].map(String));
}
process.stdout.write(
  textTable(['architectures', 'seconds', 'MB now', 'MB at most'], rows, new Set([0, 1, 2, 3])),
);
rmSync(folder, { recursive: true });
