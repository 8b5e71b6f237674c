import { InputError } from '../input-error.ts';
import { randomStream } from '../random/index.ts';

/**
 * `count` different indices below the `size` of the space with this id, each set equally likely: a Fisher-Yates shuffle
 * of all of them, stopped early, so that a shorter draw is the beginning of a longer one. Only what was moved is held.
 *
 * @throws {InputError} where there are not so many, or the seed is no integer.
 */
export function sampleIndices(id: string, size: number, count: number, seed: number): number[] {
  checkDraw(id, size, count, seed);
  const stream = randomStream(seed, `${id}/sample`);
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, i) => {
    const j = i + stream.integer(i, size - i);
    const drawn = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return drawn;
  });
}

/** @throws {InputError} where the space has not so many architectures, or the seed is no integer. */
export function checkDraw(id: string, size: number, count: number, seed: number): void {
  if (!Number.isSafeInteger(count) || count < 0 || count > size) {
    throw new InputError(
      `cannot draw ${count} different architectures of ${id}; give a whole number from 0 to ${size}`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new InputError(`seed ${seed} is no integer of up to 53 bits; give one such as 0`);
  }
}
