import { readIdx } from '../../../datasets/idx.ts';
import { imageFolder } from '../../../datasets/image-sources.ts';
import { textTable } from '../text-table.ts';
import type { Description } from './describe.ts';

/** Splits of a data set of images: how many there are, their size, and how many of each class. */
export function describeImages(source: string): Description {
  const { names } = imageFolder(source);
  const splits = Object.entries(names).map(([split, files]) => {
    const [count, height, width] = readIdx(files.images, 3).extents;
    const classes = new Map<number, number>();
    for (const label of readIdx(files.labels, 1).data) classes.set(label, (classes.get(label) ?? 0) + 1);
    const each = [...classes].sort(([a], [b]) => a - b).map(([, images]) => images);
    return { split, count, height, width, classes: classes.size, imagesOfClass: each };
  });
  const rows = splits.map(({ split, count, height, width, classes, imagesOfClass }) => [
    split,
    String(count),
    `${height} x ${width}`,
    String(classes),
    `${Math.min(...imagesOfClass)} to ${Math.max(...imagesOfClass)}`,
  ]);
  return {
    text: textTable(['split', 'images', 'pixels', 'classes', 'of a class'], rows, new Set([1, 2, 3])),
    json: { source, splits },
  };
}
