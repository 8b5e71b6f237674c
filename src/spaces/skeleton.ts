import { InputError } from '../input-error.ts';
import type { Skeleton } from './space.ts';

/**
 * The skeleton itself, if a network of the space with this id can be built on it; the height and width of the images
 * must be a multiple of `divisor`, since they are halved so often.
 *
 * @throws {InputError} where a size is no positive integer or the images cannot be halved.
 */
export function checkSkeletonOf(id: string, skeleton: Skeleton, divisor: number): Skeleton {
  for (const [name, value] of Object.entries(skeleton)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new InputError(`${id} skeleton: ${name} is ${value}, give a positive integer`);
    }
  }
  const { size } = skeleton;
  if (size % divisor !== 0) {
    const halvings = Math.log2(divisor) === 2 ? 'twice' : `${Math.log2(divisor)} times`;
    throw new InputError(
      `${id} skeleton: size is ${size}, give a multiple of ${divisor} such as ${Math.ceil(size / divisor) * divisor} (the images are halved ${halvings})`,
    );
  }
  return skeleton;
}
