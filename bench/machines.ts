/**
 * Scores of small networks by other processors: by this Node and by others that commands start, with each engine and with
 * fused multiply-add and without, and how many of the numbers differ from those of this Node.
 *   npm run build && npx tsx bench/machines.ts --node "qemu-aarch64 -L DIR DIR/bin/node" --node "qemu-x86_64 -cpu Westmere node"
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { textTable } from '../src/cli/text-table.ts';
import { PROTOCOL_KEY, readTable, type Table } from '../src/table/index.ts';
import { MAIN } from '../test/cli/nasprobe.ts';

/** Every operation of the space, the second with a disconnected node. */
const ARCHS = [
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|nor_conv_3x3~2|',
  '|nor_conv_1x1~0|+|avg_pool_3x3~0|skip_connect~1|+|none~0|nor_conv_3x3~1|nor_conv_1x1~2|',
  '|none~0|+|none~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|skip_connect~2|',
];
const WAYS: Readonly<Record<string, readonly string[]>> = {
  'by default': [],
  '--deterministic': ['--deterministic'],
  '--engine reference': ['--engine', 'reference'],
};
const { values } = parseArgs({ options: { node: { type: 'string', multiple: true, default: [] } } });
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-machines-'));
const archs = join(folder, 'archs.txt');
writeFileSync(archs, ARCHS.join('\n'));
const small = ['--channels', '8', '--cells', '1', '--size', '16', '--batch', '8', '--workers', '1'];

async function scoresBy(node: readonly string[], way: readonly string[], name: string): Promise<Table> {
  const out = join(folder, name);
  const score = ['score', '--archs', archs, '--proxies', 'all', ...small, '--no-supervise', '--quiet'];
  const [program, ...args] = [...node, MAIN, ...score, ...way, '--out', out];
  const { status, stderr } = spawnSync(program!, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${node.join(' ')} ended with ${status}: ${stderr}`);
  return readTable(out);
}

/** What a table says besides the scores and their problems. */
const BESIDES = new Set(['arch', 'index', 'seconds']);

/** The scores, and what is the matter with them. */
const cellsOf = ({ columns }: Table): (readonly [proxy: string, value: unknown])[] =>
  columns
    .filter(({ name }) => !BESIDES.has(name))
    .flatMap((column) => [...column.values].map((value) => [column.name, value] as const));

/** Node's version and processor, and whether relaxed SIMD was used: multiply-add is fused then where the processor can. */
function madeBy({ metadata }: Table): readonly [machine: string, relaxed: string] {
  const protocol = JSON.parse(metadata.get(PROTOCOL_KEY)!);
  const { node, platform } = protocol.machine;
  return [`${node} ${platform}`, protocol.engine.relaxedSimd ? 'yes' : 'no'];
}

const rows: string[][] = [];
for (const [name, way] of Object.entries(WAYS)) {
  const here = cellsOf(await scoresBy([process.execPath], way, `${rows.length}.arrow`));
  for (const command of values.node) {
    const table = await scoresBy(command.split(' '), way, `${rows.length}-there.arrow`);
    const there = cellsOf(table);
    const other = here.flatMap(([proxy, value], i) => {
      const found = there[i]?.[1];
      return Object.is(value, found) ? [] : [{ proxy, by: Math.abs(Number(found) / Number(value) - 1) }];
    });
    const most = other.length === 0 ? '' : Math.max(...other.map(({ by }) => by)).toExponential(1);
    const proxies = [...new Set(other.map(({ proxy }) => proxy))].join(' ');
    rows.push([name, command, ...madeBy(table), `${other.length} of ${here.length}`, most, proxies]);
  }
}
process.stdout.write(
  textTable(['way', 'command', 'Node', 'relaxed', 'differ', 'by', 'in'], rows, new Set([4, 5])),
);
rmSync(folder, { recursive: true });
