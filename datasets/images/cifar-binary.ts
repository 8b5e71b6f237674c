import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../../src/input-error.ts';
import { batchFiles } from './batch-files.ts';
import { fromPlanes, type LabelledPixels } from './labelled-pixels.ts';

const EXTENT = 32;
const IMAGE = 3 * EXTENT * EXTENT;
/** Five times what the largest official file has. */
const MOST_BYTES = 2 ** 30;

/** CIFAR-10 as its authors' "binary version" has it. */
export const cifar10Binary = batchFiles({
  name: 'CIFAR-10, binary',
  train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  test: 'test_batch.bin',
  read: (path) => readRecords(path, 1),
});

/** CIFAR-100 likewise, with its fine labels. */
export const cifar100Binary = batchFiles({
  name: 'CIFAR-100, binary',
  train: ['train.bin'],
  test: 'test.bin',
  read: (path) => readRecords(path, 2),
});

/** @param labelBytes bytes before each image, of which the last is the label that counts */
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
