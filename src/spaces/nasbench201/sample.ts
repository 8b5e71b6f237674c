import { InputError } from '../../input-error.ts';
import { randomStream } from '../../random/index.ts';
import { SIZE } from './official-order.ts';

/**
 * `count` different official indices, each set equally likely: a Fisher-Yates shuffle of all of them, stopped early,
 * so that a shorter draw is the beginning of a longer one.
 *
 * @throws {InputError} where there are not so many, or the seed is no integer.
 */
export function sampleIndices(count: number, seed: number): number[] {
  if (!Number.isInteger(count) || count < 0 || count > SIZE) {
    throw new InputError(
      `cannot draw ${count} different architectures of nasbench201; give a whole number from 0 to ${SIZE}`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new InputError(`seed ${seed} is no integer of up to 53 bits; give one such as 0`);
  }
  const stream = randomStream(seed, 'nasbench201/sample');
  const indices = new Uint16Array(SIZE).map((_, index) => index);
  for (let i = 0; i < count; i += 1) {
    const j = i + stream.integer(i, SIZE - i);
    const moved = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = moved;
  }
  return Array.from(indices.subarray(0, count));
}
