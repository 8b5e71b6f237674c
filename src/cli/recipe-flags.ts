import type { Command } from 'commander';
import type { Skeleton } from '../spaces/space.ts';
import type { Recipe } from '../training/recipe.ts';
import { inRange, isCount, oneOf } from './flags.ts';

/** The options that say how and on what networks are trained, as commander hands them over. */
export interface RecipeFlags {
  readonly images: string;
  readonly trainImages?: string;
  readonly epochs: string;
  readonly batch: string;
  readonly rate: string;
  readonly schedule: string;
  readonly warmup: string;
  readonly momentum: string;
  readonly weightDecay: string;
  readonly labelSmoothing: string;
  readonly crop: string;
  readonly flip: boolean;
  readonly channels?: string;
  readonly cells?: string;
  readonly size?: string;
  readonly classes?: string;
}

/** Adds those options to a command. */
export function addRecipeOptions(command: Command, epochs: string): Command {
  return command
    .option('--images <source>', 'fashion (bundled) | a folder (datasets list says which)', 'fashion')
    .option('--train-images <n>', 'training images that are used (default: all)')
    .option('--epochs <n>', 'epochs', epochs)
    .option('--batch <n>', 'images a step', '64')
    .option('--rate <x>', 'learning rate after the warm-up', '0.1')
    .option('--schedule <shape>', 'cosine | step | constant', 'cosine')
    .option('--warmup <epochs>', 'epochs of linear warm-up', '0')
    .option('--momentum <x>', 'Nesterov momentum', '0.9')
    .option('--weight-decay <x>', 'L2 penalty', '0.0005')
    .option('--label-smoothing <x>', 'share of the label spread over all classes', '0')
    .option('--crop <pixels>', 'border for random crops; 0 does not crop', '0')
    .option('--no-flip', 'no random mirroring')
    .option('--channels <n>', 'channels of the first stage')
    .option('--cells <n>', 'cells a stage')
    .option('--size <n>', 'height and width of the images')
    .option('--classes <n>', 'classes');
}

/** What they say. @throws InputError naming the option and what it takes */
export function recipeOptions(flags: RecipeFlags) {
  return {
    skeleton: skeletonOf(flags),
    images: flags.images,
    ...(flags.trainImages === undefined ? {} : { trainImages: positive('train-images', flags.trainImages) }),
    recipe: recipeOf(flags),
  };
}

function skeletonOf(flags: RecipeFlags): Partial<Skeleton> {
  return Object.fromEntries(
    (['channels', 'cells', 'size', 'classes'] as const).flatMap((part) => {
      const text = flags[part];
      return text === undefined ? [] : [[part, positive(part, text)]];
    }),
  );
}

function recipeOf(flags: RecipeFlags): Recipe {
  const share = (option: string, text: string) =>
    inRange(option, text, (x) => x >= 0 && x < 1, 'a number from 0 to below 1');
  return {
    epochs: positive('epochs', flags.epochs),
    batch: inRange('batch', flags.batch, (x) => isCount(x) && x > 1, 'a whole number from 2 up'),
    optimiser: {
      momentum: share('momentum', flags.momentum),
      nesterov: true,
      weightDecay: share('weight-decay', flags.weightDecay),
    },
    schedule: {
      shape: oneOf('schedule', flags.schedule, ['cosine', 'step', 'constant'] as const),
      peak: inRange('rate', flags.rate, (x) => x > 0 && x < 100, 'a number above 0'),
      warmup: inRange('warmup', flags.warmup, (x) => x >= 0 && x < 1e6, 'a number from 0 up'),
    },
    labelSmoothing: share('label-smoothing', flags.labelSmoothing),
    augmentation: {
      crop: inRange('crop', flags.crop, (x) => isCount(x) && x < 1000, 'a whole number from 0 up'),
      flip: flags.flip,
    },
  };
}

/** A whole number from 1 up. @throws InputError naming the option */
export const positive = (option: string, text: string): number =>
  inRange(option, text, (x) => isCount(x) && x > 0, 'a whole number from 1 up');
