/**
 * How the time of an architecture's scores grows with the batch, the channels, the cells a stage and the size of the images,
 * on one thread: one quantity at a time, from the usual 64, 16, 5 and 32; the least of eight rounds after a first, since the speed
 * of shared machines drifts. A table on stderr, the figure on stdout.
 *   npx tsx bench/growth.ts > results/growth.svg
 */
import { textTable } from '../src/cli/text-table.ts';
import { growthFigure } from './growth/growth-figure.ts';
import { secondsFor } from './growth/seconds-for.ts';

const ARCH =
  '|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|nor_conv_3x3~2|';
const USUAL = { batch: 64, channels: 16, cells: 5, size: 32 };
const RANGES = {
  batch: [8, 16, 32, 64, 128],
  channels: [4, 8, 16, 32],
  cells: [1, 2, 3, 5, 8],
  size: [8, 16, 32, 48],
} as const;
const WORKS = {
  grad_norm: ['grad_norm'],
  nwot: ['nwot'],
  synflow: ['synflow'],
};

const points = Object.entries(RANGES).flatMap(([quantity, values]) =>
  values.flatMap((value) =>
    Object.entries(WORKS).map(([work, proxies]) => ({
      work,
      proxies,
      quantity,
      value,
      seconds: Number.POSITIVE_INFINITY,
    })),
  ),
);
const ROUNDS = 9;
for (let round = 0; round < ROUNDS; round += 1) {
  for (const point of points) {
    const { proxies, quantity, value } = point;
    const seconds = secondsFor(ARCH, proxies, { ...USUAL, [quantity]: value });
    if (round > 0) point.seconds = Math.min(point.seconds, seconds);
  }
}
const rows = points.map(({ work, quantity, value, seconds }) => [
  work,
  quantity,
  String(value),
  seconds.toFixed(4),
]);
process.stderr.write(textTable(['work', 'quantity', 'value', 'seconds'], rows, new Set([2, 3])));
process.stdout.write(growthFigure(points, USUAL));
