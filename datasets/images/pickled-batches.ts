import { ByteReader } from '../../src/formats/byte-reader.ts';
import { fileChunks } from '../../src/formats/chunks.ts';
import { numbersIn } from '../../src/formats/pickle/numpy.ts';
import { readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { NumpyArray, PickleDict, type PickleValue } from '../../src/formats/pickle/values.ts';
import { InputError } from '../../src/input-error.ts';
import { batchFiles } from './batch-files.ts';
import { chosen, fromPlanes, type LabelledPixels } from './labelled-pixels.ts';

/** A dictionary of `data`, planes of bytes, and labels. */
interface Content {
  /** The key of the labels. */
  readonly labels: string;
  readonly extent: number;
  /** The label of the first class, and how many classes there are; images of others are passed over. */
  readonly firstLabel: number;
  readonly classes: number;
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}_${i + 1}`);

export const cifar10Python = batchFiles({
  name: 'CIFAR-10, Python',
  train: numbered('data_batch', 5),
  test: 'test_batch',
  read: (path) => readBatch(path, { labels: 'labels', extent: 32, firstLabel: 0, classes: 10 }),
});

export const cifar100Python = batchFiles({
  name: 'CIFAR-100, Python',
  train: ['train'],
  test: 'test',
  read: (path) => readBatch(path, { labels: 'fine_labels', extent: 32, firstLabel: 0, classes: 100 }),
});

/** The first 120 classes of the down-sampled ImageNet, as NAS-Bench-201 has them; its validation images are the test images here. */
export const imageNet16 = batchFiles({
  name: 'ImageNet16-120',
  train: numbered('train_data_batch', 10),
  test: 'val_data',
  read: (path) => readBatch(path, { labels: 'labels', extent: 16, firstLabel: 1, classes: 120 }),
});

/** A file of Python's pickle, of which nothing is executed. */
function readBatch(path: string, { labels: key, extent, firstLabel, classes }: Content): LabelledPixels {
  const whole = readPickle(new ByteReader(fileChunks(path), path));
  const refuse = (why: string) => new InputError(`${path}: ${why}, download it again`);
  if (!(whole instanceof PickleDict)) throw refuse('is no dictionary of data and labels');
  const data = under(whole, 'data');
  const labels = numbersIn(under(whole, key));
  const bytes = 3 * extent * extent;
  if (!(data instanceof NumpyArray) || !(data.data instanceof Uint8Array) || data.type.code !== 'u1') {
    throw refuse('its "data" are no array of bytes');
  }
  const [count, width] = data.shape;
  if (data.shape.length !== 2 || width !== bytes || data.fortran || data.data.length !== count! * bytes) {
    throw refuse(`its "data" are [${data.shape.join(', ')}], not [N, ${bytes}]`);
  }
  if (labels?.length !== count) throw refuse(`its "${key}" are not ${count} numbers`);
  const all: LabelledPixels = {
    source: path,
    count: count!,
    extent,
    channels: 3,
    data: fromPlanes(data.data, count!, extent),
    labels: Int32Array.from(labels!, (label) => label - firstLabel),
  };
  const kept = [...all.labels.keys()].filter((n) => all.labels[n]! >= 0 && all.labels[n]! < classes);
  if (kept.length === 0) throw refuse(`none of its labels is of the ${classes} classes`);
  return kept.length === all.count ? all : chosen(all, kept);
}

/** Python 2 wrote text, which Python 3 reads as bytes. */
const under = (dictionary: PickleDict, key: string): PickleValue | undefined =>
  dictionary.get(key) ?? dictionary.get(new Uint8Array(Buffer.from(key)));
