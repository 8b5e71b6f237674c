import { checkSkeletonOf } from '../skeleton.ts';
import type { Skeleton } from '../space.ts';

/** The benchmark's own networks on CIFAR-10. */
export const DEFAULT_SKELETON: Skeleton = { channels: 16, cells: 5, size: 32, classes: 10 };

/** A stage of the network: its channels, and the height and width of its feature maps. */
export interface Stage {
  readonly channels: number;
  readonly size: number;
}

/**
 * The skeleton itself, if a network can be built on it.
 *
 * @throws {InputError} where a size is no positive integer or the images cannot be halved twice.
 */
export function checkSkeleton(skeleton: Skeleton): Skeleton {
  return checkSkeletonOf('nasbench201', skeleton, 4);
}

/** The three stages; each after the first has twice the channels and half the height and width. Checks the skeleton. */
export function stagesOf(skeleton: Skeleton): readonly [Stage, Stage, Stage] {
  const { channels, size } = checkSkeleton(skeleton);
  return [
    { channels, size },
    { channels: 2 * channels, size: size / 2 },
    { channels: 4 * channels, size: size / 4 },
  ];
}
