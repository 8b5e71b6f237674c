import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/input-error.ts';
import type { ImageLayout } from './image-layout.ts';
import { fromPlanes, joined, type LabelledPixels, withValidation } from './labelled-pixels.ts';

const EXTENT = 32;
const IMAGE = 3 * EXTENT * EXTENT;
/** Five times what the largest official file has. */
const MOST_BYTES = 2 ** 30;

/** Bytes before each image: the last of them is the label that counts. */
function layout(name: string, train: readonly string[], test: string, labelBytes: number): ImageLayout {
  return {
    name,
    files: [...train, test].join(', '),
    find(path) {
      if (!existsSync(join(path, train[0]!))) return undefined;
      const files = [...train, test].map((file) => join(path, file));
      const missing = files.find((file) => !existsSync(file));
      if (missing !== undefined) throw new InputError(`images ${path}: there is no ${missing}, add it`);
      return {
        files,
        read() {
          const parts = files.map((file) => readRecords(file, labelBytes));
          return withValidation(joined(parts.slice(0, -1), path), parts.at(-1)!);
        },
      };
    },
  };
}

/** CIFAR-10 and CIFAR-100 as their authors' "binary version" has them; of CIFAR-100 the fine labels. */
export const cifar10Binary = layout(
  'CIFAR-10, binary',
  [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  'test_batch.bin',
  1,
);
export const cifar100Binary = layout('CIFAR-100, binary', ['train.bin'], 'test.bin', 2);

function readRecords(path: string, labelBytes: number): LabelledPixels {
  const record = labelBytes + IMAGE;
  const { size } = statSync(path);
  if (size === 0 || size % record !== 0 || size > MOST_BYTES) {
    throw new InputError(`${path}: ${size} bytes are no whole records of ${record}, download it again`);
  }
  const bytes = readFileSync(path);
  const count = size / record;
  const planes = new Uint8Array(count * IMAGE);
  const labels = new Int32Array(count);
  for (let n = 0; n < count; n += 1) {
    const start = n * record + labelBytes;
    labels[n] = bytes[start - 1]!;
    planes.set(bytes.subarray(start, start + IMAGE), n * IMAGE);
  }
  return {
    source: path,
    count,
    extent: EXTENT,
    channels: 3,
    data: fromPlanes(planes, count, EXTENT),
    labels,
  };
}
