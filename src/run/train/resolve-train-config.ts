import { imageFolder, readImages } from '../../../datasets/images/image-sources.ts';
import { InputError } from '../../input-error.ts';
import { findSpace } from '../../spaces/index.ts';
import type { Skeleton } from '../../spaces/space.ts';
import type { Recipe } from '../../training/recipe.ts';
import type { TrainConfig } from './train-config.ts';

/** What a caller may say of trainings; each left out has the default of the command line. */
export interface TrainOptions {
  readonly space?: string;
  readonly skeleton?: Partial<Skeleton>;
  readonly images?: string;
  /** All of them unless given. */
  readonly trainImages?: number;
  readonly recipe?: Partial<Recipe>;
  readonly deterministic?: boolean;
}

/** SGD with Nesterov momentum under a cosine, as NAS-Bench-201 was trained, but for fewer epochs. */
export const DEFAULT_RECIPE: Recipe = {
  epochs: 12,
  batch: 64,
  optimiser: { momentum: 0.9, nesterov: true, weightDecay: 5e-4 },
  schedule: { shape: 'cosine', peak: 0.1, warmup: 0 },
  labelSmoothing: 0,
  augmentation: { crop: 0, flip: true },
};

/** The complete, checked configuration. Throws {@link InputError} on the first option that cannot stand. */
export function resolveTrainConfig(options: TrainOptions): TrainConfig {
  const space = findSpace(options.space ?? 'nasbench201');
  const skeleton = { ...space.defaults, ...options.skeleton };
  const recipe = { ...DEFAULT_RECIPE, ...options.recipe };
  const images = options.images ?? 'fashion';
  const { train } = readImages(imageFolder(images), { ...skeleton, size: 1 }, options.trainImages);
  if (train.count < recipe.batch) {
    throw new InputError(
      `${train.count} training images do not fill a batch of ${recipe.batch}: lower --batch`,
    );
  }
  if (recipe.schedule.warmup >= recipe.epochs) {
    throw new InputError(
      `warm-up of ${recipe.schedule.warmup} epochs leaves none of ${recipe.epochs}: lower --warmup`,
    );
  }
  return {
    space: space.id,
    skeleton,
    images,
    trainImages: train.count,
    recipe,
    deterministic: options.deterministic ?? false,
  };
}
