import { imageFolder, readImages } from '../../../datasets/image-sources.ts';
import type { Description } from './describe.ts';

export function describeImages(source: string): Description {
  const folder = imageFolder(source);
  const { train, valid, test } = readImages(folder, { size: 28, classes: 10 });
  const counts = { train: train.count, valid: valid.count, test: test.count };
  return { text: `${JSON.stringify(counts)}\n`, json: counts };
}
