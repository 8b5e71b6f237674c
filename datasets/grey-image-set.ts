import { InputError } from '../src/input-error.ts';
import type { ImageSet } from '../src/training/image-set.ts';
import { type IdxArray, readIdx } from './idx.ts';
import { resize } from './resize.ts';

/** Grey images with labels, as their authors distribute them: bytes, 0 is black. */
export interface GreyImages {
  /** [count, height, height]. */
  readonly images: IdxArray;
  /** [count]. */
  readonly labels: IdxArray;
}

/** @throws {InputError} where a file is damaged or they do not belong together */
export function readGreyImages(imagesPath: string, labelsPath: string): GreyImages {
  const images = readIdx(imagesPath, 3);
  const labels = readIdx(labelsPath, 1);
  const [count, height, width] = images.extents;
  if (height !== width)
    throw new InputError(`${imagesPath}: its images are ${height} x ${width}, square ones are needed`);
  if (labels.extents[0] !== count || count === 0) {
    throw new InputError(
      `${labelsPath}: ${labels.extents[0]} labels for ${count} images, one each is needed`,
    );
  }
  return { images, labels };
}

/** Mean and deviation of the pixels, which normalise a data set. */
export interface Normalisation {
  readonly mean: number;
  readonly deviation: number;
}

/** Images at `size` pixels, three equal channels, less the mean and divided by the deviation. */
export function greyImageSet(
  { images, labels }: GreyImages,
  size: number,
  classes: number,
  { mean, deviation }: Normalisation,
): ImageSet {
  const [count, height] = images.extents as [number, number];
  const pixels = height * height;
  const values = new Float32Array(count * size * size * 3);
  for (let n = 0; n < count; n += 1) {
    const image = resize(images.data.subarray(n * pixels, (n + 1) * pixels), height, size);
    image.forEach((value, i) => {
      const at = (n * size * size + i) * 3;
      values.fill((value / 255 - mean) / deviation, at, at + 3);
    });
  }
  const black = -mean / deviation;
  return {
    images: values,
    labels: Int32Array.from(labels.data),
    count,
    size,
    classes,
    black: [black, black, black],
  };
}

/** The mean and the deviation of all pixels, in shares of white. */
export function normalisationOf({ images: { data } }: GreyImages): Normalisation {
  let sum = 0;
  let squares = 0;
  for (const byte of data) {
    sum += byte;
    squares += byte * byte;
  }
  const mean = sum / data.length;
  return { mean: mean / 255, deviation: Math.sqrt(squares / data.length - mean * mean) / 255 };
}
