/**
 * How long someone waits who has just typed a command, each time a process of its own, by turns: Node with nothing to do, the
 * help, the first score of a network as large as NAS-Bench-201 has them (until it is on the standard output).
 *   npm run build && npx tsx bench/start.ts [--turns 15] [--node PATH]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { textTable } from '../build/src/cli/text-table.js';
import { HEAVIEST } from './suite/architectures.ts';
import { middle } from './suite/middle.ts';

const { values: flags } = parseArgs({
  options: {
    turns: { type: 'string', default: '15' },
    node: { type: 'string', default: process.execPath },
  },
});
const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const score = (proxies: string): string[] => [
  main,
  'score',
  HEAVIEST,
  '--proxies',
  proxies,
  '--json',
  '--quiet',
];

const WAITS: readonly { readonly title: string; readonly args: readonly string[] }[] = [
  { title: 'node, which writes one line', args: ['-e', 'console.log(0)'] },
  { title: 'nasprobe --help', args: [main, '--help'] },
  { title: 'the first score of synflow', args: score('synflow') },
  { title: 'of grad_norm', args: score('grad_norm') },
  { title: 'of the default proxies', args: score('default') },
];

/** Seconds from the start of the process until it writes. */
async function wait(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(flags.node, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let seconds: number | undefined;
  child.stdout.on('data', () => {
    seconds ??= (performance.now() - start) / 1000;
  });
  const [code] = await once(child, 'close');
  if (code !== 0 || seconds === undefined) throw new Error(`${args.join(' ')} ended with ${code}`);
  return seconds;
}

const seconds = WAITS.map((): number[] => []);
for (let turn = 0; turn < Number(flags.turns); turn += 1) {
  for (const [index, { args }] of WAITS.entries()) seconds[index]!.push(await wait(args));
}
const rows = WAITS.map(({ title }, index) => [title, ...middle(seconds[index]!, 3)]);
process.stdout.write(textTable(['seconds', 'median', 'quartiles'], rows, new Set([1, 2])));
