import { type LabelledPixels, type PixelSplits, stretch } from './labelled-pixels.ts';

/** How a data set of images lies in a folder. */
export interface ImageLayout {
  readonly name: string;
  /** The files by which it is known, as its authors name them. */
  readonly files: string;
  /** The data set in a folder, or undefined where the folder has another layout. @throws {InputError} where files are missing */
  find(path: string): FoundImages | undefined;
}

/** Every part is read when it is asked for. @throws {InputError} where a file is damaged */
export interface FoundImages {
  /** All files that are read, for checksums. */
  readonly files: readonly string[];
  train(): LabelledPixels;
  /** Absent where the data set has no images for validation: the last tenth of the training images is kept for it. */
  valid?(): LabelledPixels;
  test(): LabelledPixels;
}

/** One image in this many is kept for validation where a data set has no images for it. */
const VALIDATION_SHARE = 10;

/** All images of a data set. */
export function allImages(found: FoundImages): PixelSplits {
  const train = found.train();
  const kept = keptFor(found, train);
  return {
    train: stretch(train, 0, kept),
    valid: found.valid?.() ?? stretch(train, kept, train.count),
    test: found.test(),
  };
}

/** The images for training alone. */
export function trainingImages(found: FoundImages): LabelledPixels {
  const train = found.train();
  return stretch(train, 0, keptFor(found, train));
}

/** How many of the training images train. */
const keptFor = ({ valid }: FoundImages, { count }: LabelledPixels): number =>
  valid ? count : count - Math.ceil(count / VALIDATION_SHARE);
