import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../src/input-error.ts';
import type { ImageSet, ImageSplits } from '../src/training/image-set.ts';
import { datasetsFolder } from './folder.ts';
import { type GreyImages, greyImageSet, normalisationOf, readGreyImages } from './grey-image-set.ts';

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

/** The files of a folder that holds a data set, training, validation and test images with their labels. */
export interface ImageFolder {
  readonly path: string;
  /** All files that are read, for checksums. */
  readonly files: readonly string[];
  readonly names: Readonly<Record<Split, { readonly images: string; readonly labels: string }>>;
}

type Split = 'train' | 'valid' | 'test';
const SPLITS: readonly Split[] = ['train', 'valid', 'test'];

/**
 * The folder that a name stands for: a bundled one's, or any with the six IDX files `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, and so on for `valid` and `test`, each also gzipped as .gz.
 * @throws {InputError} where a file is missing
 */
export function imageFolder(source: string): ImageFolder {
  const bundled = BUNDLED_IMAGES.find(({ name }) => name === source);
  const path = bundled ? join(datasetsFolder(), bundled.folder) : source;
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const names = BUNDLED_IMAGES.map(({ name }) => name).join(', ');
    throw new InputError(`images ${source} are neither bundled (${names}) nor a folder of IDX files`);
  }
  const file = (name: string): string => {
    const found = [`${name}.gz`, name].map((each) => join(path, each)).find((each) => existsSync(each));
    if (found === undefined)
      throw new InputError(`images ${source}: there is no ${name}(.gz), add it (IDX format)`);
    return found;
  };
  const pair = (split: Split) => ({
    images: file(`${split}-images-idx3-ubyte`),
    labels: file(`${split}-labels-idx1-ubyte`),
  });
  const names = { train: pair('train'), valid: pair('valid'), test: pair('test') };
  return { path, names, files: SPLITS.flatMap((split) => [names[split].images, names[split].labels]) };
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
  const [train, valid, test] = SPLITS.map((split) => {
    const { images, labels } = folder.names[split];
    const grey = readGreyImages(images, labels);
    const stranger = grey.labels.data.findIndex((label) => label >= classes);
    if (stranger >= 0) {
      throw new InputError(
        `${labels}: label ${stranger} is ${grey.labels.data[stranger]}, not below ${classes}: set --classes`,
      );
    }
    return grey;
  }) as [GreyImages, GreyImages, GreyImages];
  if (most !== Number.POSITIVE_INFINITY && most > train.labels.data.length) {
    throw new InputError(
      `${folder.path} holds ${train.labels.data.length} training images, fewer than ${most}: ask for fewer`,
    );
  }
  const normalisation = normalisationOf(train);
  const made = (grey: GreyImages): ImageSet => greyImageSet(grey, size, classes, normalisation);
  return { train: firstOf(made(train), most), valid: made(valid), test: made(test) };
}

/** The first images of a set. */
function firstOf(set: ImageSet, most: number): ImageSet {
  return most >= set.count ? set : { ...set, count: most };
}
