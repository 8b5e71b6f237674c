import type { Skeleton } from '../../spaces/space.ts';
import type { Recipe } from '../../training/recipe.ts';

/** All that decides a training besides the architecture and the seed. Plain JSON: it crosses threads and is hashed. */
export interface TrainConfig {
  readonly space: string;
  readonly skeleton: Skeleton;
  /** A bundled data set's name, or a folder. */
  readonly images: string;
  /** How many of the training images are used. */
  readonly trainImages: number;
  readonly recipe: Recipe;
  /** Keeps to operations whose results do not differ between kinds of processor. */
  readonly deterministic: boolean;
}

/** One network to train. */
export interface TrainingJob {
  readonly arch: string;
  /** Of the weights, the order of the images and their augmentation. */
  readonly seed: number;
}
