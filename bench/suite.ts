/**
 * The suite of twelve scores on NAS-Bench-201 (C = 16, N = 5, batch 64, 32 x 32, default initialisation), together and each
 * alone, beside a PyTorch implementation on the same processors in the same run. For each work: wall and processor seconds
 * an architecture, what of them goes into building and planning its graph, the share of the machine's ceiling, and the peer's
 * seconds over ours.
 *   npm run bench -- [--archs 24] [--seed 0] [--workers 2] [--only suite,synflow] [--peer reference.py] [--python python3]
 * All take turns, a quarter of the architectures at a time, ours there and back, since shared machines drift: a peer timed
 * minutes before is another's, and so is the other number of workers.
 * Our workers are warm, as they are after the first minute of a run, and the lightest architectures come last: what a run over
 * few of them waits for at its end is not the speed of a run over thousands.
 * What is timed is the package's workers, and compiled modules: run from the sources, a loader adds a call to every closure. The peer is a script
 * with a command `time [--threads N] ARCH…` that prints {score: mean seconds, …, all}.
 */
import { parseArgs } from 'node:util';
import { textTable } from '../build/src/cli/text-table.js';
import { architectures, SUITE } from './suite/architectures.ts';
import { ceilingOf } from './suite/ceiling.ts';
import { demandOf } from './suite/demand.ts';
import { timePeer } from './suite/peer.ts';
import { type WarmWorkers, warmWorkers } from './suite/time-scores.ts';

const { values: flags } = parseArgs({
  options: {
    archs: { type: 'string', default: '24' },
    seed: { type: 'string', default: '0' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    peer: { type: 'string' },
    python: { type: 'string', default: 'python3' },
  },
});
const archs = architectures(Number(flags.archs), Number(flags.seed));
const workers = Number(flags.workers);

interface Work {
  readonly name: string;
  readonly title: string;
  readonly proxies: readonly string[];
  readonly workers: number;
  /** The peer's name for it. */
  readonly peer: string;
}
const works: Work[] = [
  { name: 'suite', title: `the suite, ${workers} workers`, proxies: SUITE, workers, peer: 'all' },
  { name: 'suite1', title: 'the suite, 1 worker', proxies: SUITE, workers: 1, peer: 'all' },
  ...SUITE.map((name) => ({ name, title: name, proxies: [name], workers, peer: name })),
];
const chosen =
  flags.only === undefined ? works : works.filter(({ name }) => flags.only!.split(',').includes(name));

const ROUNDS = 4;
/** Sums of seconds over the architectures, of each work and of the peer, each architecture twice. */
const sums = chosen.map(() => ({ wall: 0, cpu: 0, peer: 0, processes: 0 }));
const warm: WarmWorkers[] = [];
for (const { proxies, workers } of chosen) warm.push(await warmWorkers(archs, proxies, workers));
let ceiling = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const some = archs.filter((_, i) => i % ROUNDS === round);
  const peer = flags.peer === undefined ? undefined : await timePeer(flags.peer, flags.python, some);
  ceiling = Math.max(ceiling, ceilingOf());
  const turns = [...chosen.entries()];
  // As often before the others as after them: what drifts within a round is no one's.
  for (const [i, { peer: name }] of [...turns, ...turns.toReversed()]) {
    const { wall, cpu } = await warm[i]!.time(some);
    const sum = sums[i]!;
    sum.wall += some.length * wall;
    sum.cpu += some.length * cpu;
    sum.peer += some.length * (peer?.threads[name] ?? Number.NaN);
    sum.processes += some.length * (peer?.processes[name] ?? Number.NaN);
  }
}
for (const workers of warm) await workers.close();
const rows = chosen.map(({ title, proxies, workers }, i) => {
  const [wall, cpu, peer, processes] = (['wall', 'cpu', 'peer', 'processes'] as const).map(
    (key) => sums[i]![key] / (2 * archs.length),
  ) as [number, number, number, number];
  const { gigaflops, planning } = demandOf(archs, proxies);
  const known = (value: number, digits: number) => (Number.isNaN(value) ? '-' : value.toFixed(digits));
  return [
    title,
    wall.toFixed(4),
    cpu.toFixed(4),
    planning.toFixed(4),
    gigaflops.toFixed(1),
    `${((100 * gigaflops) / wall / (workers * ceiling)).toFixed(0)} %`,
    known(peer, 3),
    known(peer / wall, 1),
    known(processes / wall, 1),
  ];
});
const header = [
  'work',
  's/arch',
  'cpu s',
  'planning s',
  'GFLOP',
  'of ceiling',
  'peer s',
  'ratio',
  'ratio, 2 proc',
];
process.stdout.write(textTable(header, rows, new Set([1, 2, 3, 4, 5, 6, 7, 8])));
process.stdout.write(
  `Node ${process.version}; ${archs.length} architectures (seed ${flags.seed}, connected, and the heaviest)${flags.peer === undefined ? '; no peer' : ', the peer on the same'}; ceiling, a chain of 3x3 convolutions alone on one thread: ${ceiling.toFixed(1)} GFLOP/s; peak memory of all of it together ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
);
