/**
 * Interrupts each long job, at the size that it has for its users, some seconds after its start, and says how long it took to
 * end: it may finish what is under way or drop it, and writes what is done.
 *   npm run build && npx tsx bench/interrupt.ts [--after 6]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { textTable } from '../src/cli/text-table.ts';
import { MAIN } from '../test/cli/nasprobe.ts';

const JOBS: Readonly<Record<string, readonly string[]>> = {
  score: ['score', '--archs', '500', '--proxies', 'all'],
  screen: ['screen', '--archs', '500', '--top', '10', '--stage', 'synflow:50%', '--stage', 'grad_norm:20'],
  train: ['train', '--archs', '20', '--epochs', '50'],
  supernet: ['supernet', '--archs', '50', '--epochs', '50'],
};
const { values } = parseArgs({ options: { after: { type: 'string', default: '6' } } });
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-interrupt-'));

const rows: string[][] = [];
for (const [name, args] of Object.entries(JOBS)) {
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
  rows.push([
    name,
    seconds,
    String(code),
    stderr.trimEnd().split('\n').at(-1)!.split('\r').at(-1)!.slice(0, 90),
  ]);
}
process.stdout.write(textTable(['job', 'seconds', 'exit', 'last line'], rows, new Set([1, 2])));
rmSync(folder, { recursive: true });
