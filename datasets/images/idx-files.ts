import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/input-error.ts';
import { readIdx } from './idx.ts';
import type { ImageLayout } from './image-layout.ts';
import type { LabelledPixels } from './labelled-pixels.ts';

const imagesOf = (split: string) => `${split}-images-idx3-ubyte`;
const labelsOf = (split: string) => `${split}-labels-idx1-ubyte`;

/** MNIST and its family: `train`, `test` (or `t10k`) and perhaps `valid`, each also gzipped as .gz. */
export const idxFiles: ImageLayout = {
  name: 'IDX (MNIST, Fashion-MNIST)',
  files: `${imagesOf('train')}, ${labelsOf('train')}, and so on for test (or t10k) and valid, each also as .gz`,
  find(path) {
    const place = (name: string): string | undefined =>
      [`${name}.gz`, name].map((each) => join(path, each)).find((each) => existsSync(each));
    const file = (name: string): string => {
      const found = place(name);
      if (found === undefined)
        throw new InputError(`images ${path}: there is no ${name}(.gz), add it (IDX format)`);
      return found;
    };
    const pair = (split: string) => [file(imagesOf(split)), file(labelsOf(split))] as const;
    if (place(imagesOf('train')) === undefined) return undefined;
    const train = pair('train');
    const test = pair(place(imagesOf('t10k')) === undefined ? 'test' : 't10k');
    const valid = place(imagesOf('valid')) === undefined ? undefined : pair('valid');
    return {
      files: [train, ...(valid ? [valid] : []), test].flat(),
      train: () => readPair(train),
      ...(valid ? { valid: () => readPair(valid) } : {}),
      test: () => readPair(test),
    };
  },
};

function readPair([imagesPath, labelsPath]: readonly [string, string]): LabelledPixels {
  const images = readIdx(imagesPath, 3);
  const labels = readIdx(labelsPath, 1);
  const [count, height, width] = images.extents as [number, number, number];
  if (height !== width)
    throw new InputError(`${imagesPath}: its images are ${height} x ${width}, square ones are needed`);
  if (labels.extents[0] !== count || count === 0) {
    throw new InputError(
      `${labelsPath}: ${labels.extents[0]} labels for ${count} images, one each is needed`,
    );
  }
  return {
    source: labelsPath,
    count,
    extent: height,
    channels: 1,
    data: images.data,
    labels: Int32Array.from(labels.data),
  };
}
