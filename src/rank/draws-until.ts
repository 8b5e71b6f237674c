import { InputError } from '../input-error.ts';
import type { Interval } from './percentile-interval.ts';

/** How many rows must be drawn until a marked one comes up. */
export interface DrawsUntil {
  readonly mean: number;
  readonly interval: Interval;
}

/**
 * Draws without replacement until the first of the marked rows: the mean (rows + 1) / (marked + 1) and the central
 * interval of the negative hypergeometric distribution, exactly. O(rows).
 *
 * @throws InputError unless there are from 1 to `rows` marked rows.
 */
export function drawsUntil(rows: number, marked: number, confidence: number): DrawsUntil {
  if (!(marked >= 1 && marked <= rows))
    throw new InputError(`${marked} of ${rows} rows are marked: from 1 to ${rows} are needed`);
  const ends: number[] = [];
  let missed = 1;
  let draws = 0;
  for (const q of [(1 - confidence) / 2, (1 + confidence) / 2]) {
    while (1 - missed < q && draws < rows - marked + 1) {
      missed *= 1 - marked / (rows - draws);
      draws += 1;
    }
    ends.push(draws);
  }
  return { mean: (rows + 1) / (marked + 1), interval: [ends[0]!, ends[1]!] };
}
