import { type RandomStream, randomStream } from '../random/index.ts';
import { type ImageSet, pixelsOf } from './image-set.ts';
import type { Recipe } from './recipe.ts';

/** A batch in the arrays that the graph is fed from; they are filled anew for each step. */
export interface TrainingBatch {
  /** [batch, size, size, 3]. */
  readonly images: Float32Array;
  /** [batch, classes]: the smoothed labels. */
  readonly targets: Float32Array;
  readonly labels: Int32Array;
}

export function emptyBatch(batch: number, { size, classes }: ImageSet): TrainingBatch {
  return {
    images: new Float32Array(batch * size * size * 3),
    targets: new Float32Array(batch * classes),
    labels: new Int32Array(batch),
  };
}

/** The order in which an epoch sees the images: from the seed and the epoch alone, the same for all architectures. */
export function epochOrder(count: number, seed: number, epoch: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const stream = randomStream(seed, `order/${epoch}`);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = stream.integer(last, last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Fills a batch with the images at these indices, augmented by the epoch's stream; `first` is their place in the epoch. */
export function drawBatch(
  batch: TrainingBatch,
  set: ImageSet,
  indices: Int32Array,
  first: number,
  stream: RandomStream,
  { augmentation, labelSmoothing }: Recipe,
): void {
  const { classes } = set;
  const pixels = pixelsOf(set);
  const shifts = 2 * augmentation.crop + 1;
  indices.forEach((index, n) => {
    // Three numbers an image, wherever it stands: what is drawn does not hang on what others drew.
    const at = 3 * (first + n);
    const dy = augmentation.crop === 0 ? 0 : stream.integer(at, shifts) - augmentation.crop;
    const dx = augmentation.crop === 0 ? 0 : stream.integer(at + 1, shifts) - augmentation.crop;
    const mirrored = augmentation.flip && stream.uniform(at + 2) < 0.5;
    const target = batch.images.subarray(n * pixels, (n + 1) * pixels);
    const source = set.images.subarray(index * pixels, (index + 1) * pixels);
    if (dy === 0 && dx === 0 && !mirrored) target.set(source);
    else copyMoved(source, target, set, { dy, dx, mirrored });
    const label = set.labels[index]!;
    batch.labels[n] = label;
    batch.targets.fill(labelSmoothing / classes, n * classes, (n + 1) * classes);
    batch.targets[n * classes + label]! += 1 - labelSmoothing;
  });
}

interface Move {
  /** Pixels down and to the right. */
  readonly dy: number;
  readonly dx: number;
  /** Left and right exchanged after the move. */
  readonly mirrored: boolean;
}

/** Copies an image moved, black where nothing moves in. */
function copyMoved(
  source: Float32Array,
  target: Float32Array,
  { size, black }: ImageSet,
  { dy, dx, mirrored }: Move,
): void {
  for (let y = 0; y < size; y += 1) {
    const fromY = y - dy;
    for (let x = 0; x < size; x += 1) {
      const fromX = (mirrored ? size - 1 - x : x) - dx;
      const inside = fromY >= 0 && fromY < size && fromX >= 0 && fromX < size;
      const from = (fromY * size + fromX) * 3;
      const to = (y * size + x) * 3;
      for (let c = 0; c < 3; c += 1) target[to + c] = inside ? source[from + c]! : black[c]!;
    }
  }
}
