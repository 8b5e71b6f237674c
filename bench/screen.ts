/**
 * A million architectures through the analytic stages: the 15,625 cells of NAS-Bench-201, each at 64 widths. Prints the
 * time and the most memory that the process ever had.
 *   npx tsx bench/screen.ts
 */
import { counterOf } from '../src/run/screen/counter.ts';
import { runScreen } from '../src/run/screen/run-screen.ts';
import { resolveScreening } from '../src/run/screen/screening.ts';
import { parseStage } from '../src/run/screen/stage.ts';
import { findSpace } from '../src/spaces/index.ts';

const WIDTHS = 64;
const cells = findSpace('nasbench201');

/** `16 |…|`: a cell and the channels of its first stage. */
const parts = (arch: string): [number, string] => {
  const at = arch.indexOf(' ');
  return [Number(arch.slice(0, at)), arch.slice(at + 1)];
};
const space = {
  ...cells,
  id: 'nasbench201-widths',
  size: WIDTHS * cells.size,
  at: (index: number) => `${1 + Math.floor(index / cells.size)} ${cells.at(index % cells.size)}`,
  indexOf(arch: string): number {
    const [width, cell] = parts(arch);
    return (width - 1) * cells.size + cells.indexOf(cell);
  },
  canonical(arch: string): string {
    const [width, cell] = parts(arch);
    return `${width} ${cells.canonical(cell)}`;
  },
};
const counters = Array.from({ length: WIDTHS }, (_, i) =>
  counterOf(cells, { ...cells.defaults, channels: i + 1 }),
);

const screening = resolveScreening({ stages: ['flops:20%', 'depth:1000', '-params'].map(parseStage) });
for await (const event of runScreen({
  ...screening,
  space,
  counter: {
    names: counters[0]!.names,
    count(arch) {
      const [width, cell] = parts(arch);
      return counters[width - 1]!.count(cell);
    },
  },
  source: {
    kind: 'all',
    title: space.title,
    total: space.size,
    async *portions() {
      for (let start = 0; start < space.size; start += 1000)
        yield Array.from({ length: 1000 }, (_, i) => space.at(start + i));
    },
  },
})) {
  if (event.type !== 'finished') continue;
  const { intake, stages, rows } = event.result;
  const seconds = intake.seconds + stages.reduce((sum, stage) => sum + stage.seconds, 0);
  console.log(
    `${intake.read} architectures, ${intake.admitted} of them different, to the top ${rows.length} in ${seconds.toFixed(1)} s; ` +
      `at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB resident, ${(process.cpuUsage().user / 1e6).toFixed(1)} s of processor time`,
  );
}
