import { InputError } from '../../input-error.ts';
import { drawn } from '../../random/index.ts';
import type { Space } from '../../spaces/space.ts';
import type { TrainingJob } from './train-config.ts';

/** Above this size a space's classes are not listed. */
const MOST_LISTED = 1_000_000;

/**
 * `count` connected architectures, one of each isomorphism class, every class equally likely: its canonical form. The
 * same for the same seed, and a prefix of a longer draw.
 * @throws {InputError} where the space has fewer, or is too large for its classes to be listed
 */
export function drawClasses(space: Space, count: number, seed: number): string[] {
  if (space.size > MOST_LISTED) {
    throw new InputError(`--distinct: ${space.id} is too large for its classes to be listed, leave it out`);
  }
  const classes = new Set<string>();
  for (let index = 0; index < space.size; index += 1) {
    const arch = space.canonical(space.at(index));
    if (!classes.has(arch) && (space.isConnected?.(arch) ?? true)) classes.add(arch);
  }
  if (!Number.isSafeInteger(count) || count < 1 || count > classes.size) {
    throw new InputError(
      `--archs ${count}: ${space.id} has from 1 to ${classes.size} connected classes to draw`,
    );
  }
  return drawn([...classes], count, seed, 'classes');
}

/** Every architecture with every seed, but after the first `repeated` architectures with the first seed alone. */
export function jobsOf(
  archs: readonly string[],
  seeds: readonly number[],
  repeated = archs.length,
): TrainingJob[] {
  return archs.flatMap((arch, i) =>
    (i < repeated ? seeds : seeds.slice(0, 1)).map((seed) => ({ arch, seed })),
  );
}
