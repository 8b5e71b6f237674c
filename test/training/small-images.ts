import { randomStream } from '../../src/random/index.ts';
import type { ImageSet, ImageSplits } from '../../src/training/image-set.ts';

/** Noise with a bright row a class, so that there is something to learn. */
export function smallImages(count: number, size: number, classes: number, seed: number): ImageSet {
  const stream = randomStream(seed, 'small images');
  const images = new Float32Array(count * size * size * 3);
  stream.fillNormal(images, 0.5);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  labels.forEach((label, n) => {
    const start = (n * size + label) * size * 3;
    for (let i = start; i < start + size * 3; i += 1) images[i]! += 2;
  });
  return { images, labels, count, size, classes, black: [-1, -2, -3] };
}

export const smallSplits = (): ImageSplits => ({
  train: smallImages(64, 4, 3, 1),
  valid: smallImages(30, 4, 3, 2),
  test: smallImages(37, 4, 3, 3),
});
