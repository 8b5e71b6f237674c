import { allImages } from '../../../datasets/images/image-layout.ts';
import { imageFolder } from '../../../datasets/images/image-sources.ts';
import { SPLITS } from '../../../datasets/images/labelled-pixels.ts';
import { textTable } from '../text-table.ts';
import type { Description } from './describe.ts';

/** Splits of a data set of images: how many there are, their size, and how many of each class. */
export function describeImages(source: string): Description {
  const folder = imageFolder(source);
  const read = allImages(folder);
  const splits = SPLITS.map((split) => {
    const { count, extent, channels, labels } = read[split];
    const classes = new Map<number, number>();
    for (const label of labels) classes.set(label, (classes.get(label) ?? 0) + 1);
    const each = [...classes].sort(([a], [b]) => a - b).map(([, images]) => images);
    return { split, count, extent, channels, classes: classes.size, imagesOfClass: each };
  });
  const rows = splits.map(({ split, count, extent, channels, classes, imagesOfClass }) => [
    split,
    String(count),
    `${extent} x ${extent}${channels === 3 ? ' x 3' : ''}`,
    String(classes),
    `${Math.min(...imagesOfClass)} to ${Math.max(...imagesOfClass)}`,
  ]);
  return {
    text: textTable(['split', 'images', 'pixels', 'classes', 'of a class'], rows, new Set([1, 2, 3])),
    json: { source, layout: folder.layout, splits },
  };
}
