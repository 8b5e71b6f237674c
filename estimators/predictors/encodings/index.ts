import { InputError } from '../../../src/input-error.ts';
import { nearest } from '../../../src/nearest.ts';
import { adjacency } from './adjacency.ts';
import { curve } from './curve.ts';
import type { Encoding } from './encoding.ts';
import { graphFeatures } from './graph-features.ts';
import { operations } from './operations.ts';
import { path, truncatedPath } from './path.ts';
import { scores } from './scores.ts';

/** Every encoding as numbers; a new one is added here. */
export const ENCODINGS: readonly Encoding[] = [
  adjacency,
  path,
  truncatedPath,
  operations,
  graphFeatures,
  scores,
  curve,
];

/** The cell itself, for predictors that read graphs. */
export const CELL = 'cell';

/** What a bench compares unless told otherwise. */
export const DEFAULT_ENCODINGS: readonly string[] = [
  CELL,
  'cell+scores',
  'adjacency',
  'scores',
  'graph+scores',
];

/**
 * The parts of a union such as `adjacency+scores`, in the order of {@link ENCODINGS}, `cell` first.
 *
 * @throws {@link InputError} naming the part that is unknown or repeated.
 */
export function partsOf(union: string): string[] {
  const names = [CELL, ...ENCODINGS.map(({ name }) => name)];
  const parts = union.split('+').map((part) => part.trim());
  for (const part of parts) {
    if (names.includes(part)) continue;
    const guess = nearest(part, names);
    const mend = guess === undefined ? `use ${names.join(', ')}` : `did you mean "${guess}"?`;
    throw new InputError(`unknown encoding ${JSON.stringify(part)}; ${mend} (a union is written a+b)`);
  }
  if (new Set(parts).size < parts.length)
    throw new InputError(`encoding ${union} names a part twice: leave one out`);
  return names.filter((name) => parts.includes(name));
}
