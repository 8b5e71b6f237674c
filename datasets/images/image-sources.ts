import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/input-error.ts';
import { drawn } from '../../src/random/index.ts';
import type { ImageSet, ImageSplits } from '../../src/training/image-set.ts';
import { datasetsFolder } from '../folder.ts';
import { cifar10Binary, cifar100Binary } from './cifar-binary.ts';
import { idxFiles } from './idx-files.ts';
import { allImages, type FoundImages, type ImageLayout, trainingImages } from './image-layout.ts';
import { chosen, type LabelledPixels, SPLITS, stretch } from './labelled-pixels.ts';
import { normalisationOf, normalisedImages } from './normalised-images.ts';
import { cifar10Python, cifar100Python, imageNet16 } from './pickled-batches.ts';
import { pictureFolder } from './picture-folder.ts';

/** Images that come with the package: a name, where they lie, and what they are. */
export interface BundledImages {
  readonly name: string;
  readonly title: string;
  readonly folder: string;
  readonly cite: string;
}

export const BUNDLED_IMAGES: readonly BundledImages[] = [
  {
    name: 'fashion',
    title: 'Fashion-MNIST, a sample: 4,000 training, 2,000 validation and 2,000 test images',
    folder: 'fashion-mnist',
    cite: 'Xiao et al., arXiv:1708.07747; MIT licence',
  },
];

/** Whether a source of images names a data set, bundled or a folder, rather than a file. */
export function isDataSet(source: string): boolean {
  return (
    BUNDLED_IMAGES.some(({ name }) => name === source) ||
    statSync(source, { throwIfNoEntry: false })?.isDirectory() === true
  );
}

/** The layouts that a folder of images may have, tried in this order. */
export const IMAGE_LAYOUTS: readonly ImageLayout[] = [
  idxFiles,
  cifar10Binary,
  cifar100Binary,
  cifar10Python,
  imageNet16,
  cifar100Python,
  pictureFolder,
];

/** A folder that holds a data set: training, validation and test images with their labels. */
export interface ImageFolder extends FoundImages {
  readonly path: string;
  readonly layout: string;
}

/**
 * The folder that a name stands for: a bundled one's, or any in one of the {@link IMAGE_LAYOUTS}.
 * @throws {InputError} where it is none, or a file is missing
 */
export function imageFolder(source: string): ImageFolder {
  const bundled = BUNDLED_IMAGES.find(({ name }) => name === source);
  const path = bundled ? join(datasetsFolder(), bundled.folder) : source;
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const names = BUNDLED_IMAGES.map(({ name }) => name).join(', ');
    throw new InputError(`images ${source} are neither bundled (${names}) nor a folder of images`);
  }
  for (const { name, find } of IMAGE_LAYOUTS) {
    const found = find(path);
    if (found) return { ...found, path, layout: name };
  }
  const known = IMAGE_LAYOUTS.map(({ name, files }) => `${name}: ${files}`).join('; ');
  throw new InputError(`images ${source}: the folder holds none of the layouts that are read (${known})`);
}

/**
 * Reads a folder at `size` pixels, normalised by its training images, whose first `most` are kept.
 * @throws {InputError} where a file is damaged, or the labels are not below `classes`
 */
export function readImages(
  folder: ImageFolder,
  { size, classes }: { readonly size: number; readonly classes: number },
  most = Number.POSITIVE_INFINITY,
): ImageSplits {
  const splits = allImages(folder);
  for (const split of SPLITS) requireClasses(splits[split], classes);
  const { train, valid, test } = splits;
  if (most !== Number.POSITIVE_INFINITY && most > train.count) {
    throw new InputError(
      `${folder.path} holds ${train.count} training images, fewer than ${most}: ask for fewer`,
    );
  }
  const normalisation = normalisationOf(train);
  const made = (set: LabelledPixels): ImageSet => normalisedImages(set, size, classes, normalisation);
  return {
    train: made(stretch(train, 0, Math.min(most, train.count))),
    valid: made(valid),
    test: made(test),
  };
}

/** Some training images, drawn by the seed without repetition, normalised by all of them; the others are never unpacked. */
export function readSomeImages(
  folder: ImageFolder,
  { size, classes, count, seed }: { readonly [name in 'size' | 'classes' | 'count' | 'seed']: number },
): ImageSet {
  const train = trainingImages(folder);
  requireClasses(train, classes);
  if (train.count < count) {
    throw new InputError(
      `images ${folder.path} hold ${train.count}, fewer than --batch ${count}: lower the batch`,
    );
  }
  const indices = drawn([...train.labels.keys()], count, seed, 'images/drawn');
  return normalisedImages(chosen(train, indices), size, classes, normalisationOf(train));
}

function requireClasses({ source, labels }: LabelledPixels, classes: number): void {
  const stranger = labels.findIndex((label) => label >= classes);
  if (stranger < 0) return;
  throw new InputError(
    `${source}: label ${stranger} is ${labels[stranger]}, not below ${classes}: set --classes`,
  );
}
