/**
 * Interrupts each long job, at the size that it has for its users, some seconds after its start, and says how long it took to
 * end, and which files of its own it left: it may finish what is under way or drop it, and writes what is done.
 *   npm run build && npx tsx bench/interrupt.ts [--after 6] [--only score]
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { textTable } from '../src/cli/text-table.ts';
import { MAIN } from '../test/cli/nasprobe.ts';

const { values } = parseArgs({
  options: { after: { type: 'string', default: '6' }, only: { type: 'string' } },
});
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-interrupt-'));
const LCBENCH = join(folder, 'data_2k.json');

const JOBS: Readonly<Record<string, readonly string[]>> = {
  score: ['score', '--archs', '500', '--proxies', 'all'],
  screen: ['screen', '--archs', '500', '--top', '10', '--stage', 'synflow:50%', '--stage', 'grad_norm:20'],
  train: ['train', '--archs', '20', '--epochs', '50'],
  supernet: ['supernet', '--archs', '50', '--epochs', '50'],
  'datasets import': ['datasets', 'import', LCBENCH],
};

/** LCBench's 35 data sets of 2,000 configurations, in the layout of its file, with curves of 52 epochs. */
function writeLcbench(): void {
  const curve = Array.from({ length: 52 }, (_, epoch) => 90 - 50 / (epoch + 1));
  const training = JSON.stringify({ config: { batch_size: 64 }, results: {}, log: { 'Train/loss': curve } });
  const dataset = Array.from({ length: 2000 }, (_, config) => `"${config}":${training}`).join();
  const file = openSync(LCBENCH, 'w');
  for (let i = 0; i < 35; i += 1) writeSync(file, `${i === 0 ? '{' : ','}"set ${i}":{${dataset}}`);
  writeSync(file, '}');
  closeSync(file);
}

const rows: string[][] = [];
for (const [name, args] of Object.entries(JOBS)) {
  if (values.only !== undefined && values.only !== name) continue;
  if (name === 'datasets import') writeLcbench();
  const before = new Set(readdirSync(folder));
  const child = spawn(process.execPath, [MAIN, ...args, '--out', join(folder, `${name}.arrow`)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await setTimeout(1000 * Number(values.after));
  const struck = performance.now();
  child.kill('SIGINT');
  const code = await ended;
  const seconds = ((performance.now() - struck) / 1000).toFixed(2);
  const left = readdirSync(folder).filter((file) => !before.has(file));
  rows.push([
    name,
    seconds,
    String(code),
    left.join(' '),
    stderr.trimEnd().split('\n').at(-1)!.split('\r').at(-1)!.slice(0, 90),
  ]);
}
process.stdout.write(textTable(['job', 'seconds', 'exit', 'left', 'last line'], rows, new Set([1, 2])));
rmSync(folder, { recursive: true });
