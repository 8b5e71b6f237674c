/**
 * The suite of twelve scores on NAS-Bench-201 (C = 16, N = 5, batch 64, 32 x 32) beside a PyTorch implementation, on the same
 * processors in the same run: seconds an architecture, and the ratio.
 *   npm run bench -- [--archs 24] [--seed 0] [--workers 2] [--peer reference.py] [--peer-archs 6] [--python python3]
 * The peer is a script with a command `time ARCH…` that prints {score: mean seconds, …, all}.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { findProxy } from '../proxies/index.ts';
import { textTable } from '../src/cli/text-table.ts';
import { createWasmEngine } from '../src/engine/wasm/wasm-engine.ts';
import { macsOf } from '../src/graph/cost.ts';
import { ancestors, Graph } from '../src/graph/graph.ts';
import { conv2d } from '../src/graph/ops/conv2d.ts';
import { relu } from '../src/graph/ops/relu.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { makePlan } from '../src/run/plan.ts';
import { resolveConfig } from '../src/run/resolve-config.ts';
import { runScores } from '../src/run/run-scores.ts';
import { prepareWebAssembly } from '../src/run/v8-flags.ts';
import { findSpace } from '../src/spaces/index.ts';
import { parse } from '../src/spaces/nasbench201/notation.ts';
import { isConnected } from '../src/spaces/nasbench201/reachability.ts';

const SUITE =
  'grad_norm,snip,plain,grasp,fisher,jacob_cov,jacob_norm,epe_nas,nwot,synflow,l2_norm,macs'.split(',');
const HEAVIEST =
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|';

const { values: flags } = parseArgs({
  options: {
    archs: { type: 'string', default: '24' },
    seed: { type: 'string', default: '0' },
    workers: { type: 'string', default: '2' },
    peer: { type: 'string' },
    'peer-archs': { type: 'string', default: '6' },
    python: { type: 'string', default: 'python3' },
  },
});
const space = findSpace('nasbench201');
const drawn = space
  .sample(4 * Number(flags.archs), Number(flags.seed))
  .filter((arch) => isConnected(parse(arch)));
const archs = [...drawn.slice(0, Number(flags.archs)), HEAVIEST];

/** Wall seconds an architecture, with a first architecture left out: workers start and compile their kernels. */
async function ours(proxies: readonly string[], workers: number): Promise<{ wall: number; cpu: number }> {
  const config = resolveConfig({ proxies });
  const plan = await makePlan(space, { kind: 'listed', archs }, 0);
  let began = 0;
  let cpu = process.cpuUsage();
  let counted = 0;
  for await (const event of runScores({ config, plan, workers })) {
    if (event.type !== 'scored') continue;
    if (event.done <= workers) {
      began = performance.now();
      cpu = process.cpuUsage();
    } else counted += 1;
  }
  const spent = process.cpuUsage(cpu);
  const share = Math.max(1, counted);
  return { wall: (performance.now() - began) / 1000 / share, cpu: (spent.user + spent.system) / 1e6 / share };
}

/** GFLOP/s of a chain of direct 3 x 3 convolutions on one thread, the best over the stages' shapes and five runs. */
function ceiling(): number {
  const { relaxedSimd, wide } = prepareWebAssembly(false);
  const engine = createWasmEngine({ fusedMultiplyAdd: relaxedSimd, wide });
  let best = 0;
  for (const [channels, size] of [
    [16, 32],
    [32, 16],
    [64, 8],
  ] as const) {
    const graph = new Graph();
    let x = graph.input('x', [64, size, size, channels]) as ReturnType<typeof conv2d>;
    for (let i = 0; i < 6; i += 1) {
      const weight = graph.parameter(`w${i}`, [3, 3, channels, channels]);
      x = conv2d(relu(x), weight, { padding: 1 });
    }
    const output = sum(relu(x));
    const program = engine.compile(new Map([['sum', output]]));
    const flops = ancestors([output]).reduce((total, node) => total + 2 * macsOf(node), 0);
    const feed = (node: { shape: readonly number[] }) =>
      new Float32Array(node.shape.reduce((size, extent) => size * extent, 1)).fill(0.01);
    for (let run = 0; run < 5; run += 1) {
      const start = performance.now();
      program.run(feed);
      best = Math.max(best, flops / (performance.now() - start) / 1e6);
    }
  }
  return best;
}

function peer(): Record<string, number> {
  if (flags.peer === undefined) return {};
  const some = [...archs.slice(0, Number(flags['peer-archs']) - 1), HEAVIEST];
  const answer = spawnSync(flags.python, [flags.peer, 'time', ...some], { encoding: 'utf8' });
  if (answer.status !== 0) throw new Error(`the peer failed: ${answer.stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(answer.stdout) as Record<string, number>;
}

const workers = Number(flags.workers);
const theirs = peer();
const rows: string[][] = [];
const add = (work: string, peerName: string, { wall, cpu }: { wall: number; cpu: number }) => {
  const other = theirs[peerName];
  rows.push([
    work,
    wall.toFixed(3),
    cpu.toFixed(3),
    other === undefined ? '-' : other.toFixed(3),
    other === undefined ? '-' : (other / wall).toFixed(1),
  ]);
};
add(`the suite, ${workers} workers`, 'all', await ours(SUITE, workers));
add('the suite, 1 worker', 'all', await ours(SUITE, 1));
for (const name of SUITE) add(findProxy(name).name, name, await ours([name], workers));
process.stdout.write(
  textTable(['work', 's/arch', 'cpu s/arch', 'peer s/arch', 'ratio'], rows, new Set([1, 2, 3, 4])),
);
process.stdout.write(
  `${archs.length} architectures (seed ${flags.seed}, connected, and the heaviest); ${flags.peer === undefined ? 'no peer' : `peer on ${flags['peer-archs']} of them`}; direct 3x3 convolutions alone: ${ceiling().toFixed(1)} GFLOP/s on one thread; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
);
