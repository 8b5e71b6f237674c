import { randomStream } from '../../src/random/index.ts';
import type { Table } from '../../src/table/table.ts';
import { tableOf } from './tables.ts';

export const ROWS = 60;
const stream = randomStream(11, 'study');
const noise = (from: number): number[] => Array.from({ length: ROWS }, (_, i) => stream.normal(from + i));
export const arch = Array.from({ length: ROWS }, (_, i) => `net ${i}`);
export const accuracy = noise(0).map((value) => 70 + 5 * value);
const plus = (of: readonly number[], weight: number, from: number) =>
  of.map((value, i) => value + weight * noise(from)[i]!);

/** A proxy's scores are the accuracy with noise: little in `strong`, more in `good`, much in `weak`. */
export function scoresOf(seed: number, metadata: Record<string, string> = {}): Table {
  const from = 1000 * seed;
  return tableOf(
    `runs/seed${seed}.arrow`,
    {
      arch,
      strong: plus(accuracy, 2, from),
      good: plus(accuracy, 3, from + 100),
      weak: plus(accuracy, 60, from + 200).map((value, i) => (i === 4 ? Number.NaN : value)),
      latency: plus(accuracy, 4, from + 300).map((value) => -value),
    },
    metadata,
  );
}

export const truth = tableOf('cifar.csv', {
  arch: arch.toReversed(),
  test: accuracy.toReversed(),
  valid: plus(accuracy, 1, 90_000).toReversed(),
});
