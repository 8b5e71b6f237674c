/**
 * How many times the work of one worker several do: the suite of twelve scores on a dozen of the architectures of `suite.ts` and
 * the heaviest, by two pools that take turns of some seconds.
 *   npm run build && npx tsx bench/workers.ts [--workers 2] [--turns 16] [--proxies grad_norm,synflow]
 * What neighbours take of a shared machine comes and goes within minutes, and often from one of its processors alone: a mean over
 * a run is theirs as much as ours. Each turn of the several is held against one worker's turns just before and just after it. Of
 * these ratios the middle one is the answer, and the quartiles beside it say how far to trust it. What is timed is the
 * package's workers.
 */
import { parseArgs } from 'node:util';
import { textTable } from '../build/src/cli/text-table.js';
import { architectures, SUITE } from './suite/architectures.ts';
import { middle } from './suite/middle.ts';
import { type Timing, warmWorkers } from './suite/time-scores.ts';

const { values: flags } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    turns: { type: 'string', default: '16' },
    proxies: { type: 'string', default: SUITE.join() },
  },
});
const workers = Number(flags.workers);
const proxies = flags.proxies.split(',');
const archs = architectures(12, 0);
/** Each as often as there are workers, so that all turns take as long. */
const jobs = archs.flatMap((arch) => Array.from({ length: workers }, () => arch));
const [one, several] = [await warmWorkers(archs, proxies, 1), await warmWorkers(archs, proxies, workers)];

const alone: Timing[] = [await one.once(archs)];
const together: Timing[] = [];
for (let turn = 0; turn < Number(flags.turns); turn += 1) {
  together.push(await several.once(jobs));
  alone.push(await one.once(archs));
}
await Promise.all([one.close(), several.close()]);

const times = together.map(({ wall }, turn) => (alone[turn]!.wall + alone[turn + 1]!.wall) / 2 / wall);
const rowOf = (title: string, timings: readonly Timing[]) => {
  const [walls, cpus] = [timings.map(({ wall }) => wall), timings.map(({ cpu }) => cpu)];
  return [title, ...middle(walls, 4), ...middle(cpus, 4)];
};
const rows = [
  rowOf('1 worker', alone),
  rowOf(`${workers} workers`, together),
  ['times the work', ...middle(times, 2), '', ''],
];
const header = ['medians', 's/arch', 'quartiles', 'cpu s', 'quartiles'];
process.stdout.write(textTable(header, rows, new Set([1, 2, 3, 4])));
process.stdout.write(`Node ${process.version}; ${times.length} turns; ${archs.length} architectures each\n`);
