import type { Batch } from '../../proxies/proxy.ts';
import { InputError } from '../../src/input-error.ts';
import { randomStream } from '../../src/random/index.ts';
import { readSafetensors } from '../../src/safetensors/index.ts';
import { imageFolder, isDataSet, readSomeImages } from './image-sources.ts';

/** The batch that all architectures of a run look at. */
export interface ImageBatch extends Batch {
  /** [batch, height, width, 3], row by row. */
  readonly images: Float32Array;
  /** [batch, classes]: 1 at each sample's class. */
  readonly oneHot: Float32Array;
}

interface Wanted {
  readonly batch: number;
  /** Height and width, in pixels. */
  readonly size: number;
  readonly classes: number;
  readonly seed: number;
}

/** The batch that a source names: `random`, a data set, or a safetensors file. */
export function openBatch(source: string, wanted: Wanted): ImageBatch {
  if (source === 'random') return randomBatch(wanted);
  return isDataSet(source) ? batchFromDataSet(source, wanted) : batchFromSafetensors(source, wanted);
}

/** Standard normal pixels and uniform labels, from the seed alone. The pixels are drawn when they are first asked for. */
export function randomBatch({ batch, size, classes, seed }: Wanted): ImageBatch {
  const stream = randomStream(seed, 'labels');
  const labels = Int32Array.from({ length: batch }, (_, i) => stream.integer(i, classes));
  let drawn: Float32Array | undefined;
  return {
    ...labelled(labels, classes),
    get images() {
      if (drawn === undefined) {
        drawn = new Float32Array(batch * size * size * 3);
        randomStream(seed, 'images').fillNormal(drawn, 1);
      }
      return drawn;
    },
  };
}

/**
 * The first samples of a safetensors file: `inputs` [N, 3, height, width] float32 and `targets` [N] integers.
 * @throws {InputError} where a tensor is missing, has another shape or too few samples, or a label is no class
 */
export function batchFromSafetensors(path: string, { batch, size, classes }: Wanted): ImageBatch {
  const tensors = readSafetensors(path);
  const inputs = tensors.get('inputs');
  const targets = tensors.get('targets');
  if (!inputs)
    throw new InputError(`${path} has no tensor "inputs": store the images there, [N, 3, ${size}, ${size}]`);
  if (!targets) throw new InputError(`${path} has no tensor "targets": store the labels there, [N] integers`);
  const [count, channels, height, width] = inputs.shape;
  if (inputs.shape.length !== 4 || channels !== 3 || height !== size || width !== size) {
    throw new InputError(
      `${path}: inputs are [${inputs.shape.join(', ')}], not [N, 3, ${size}, ${size}]: give the images' --size`,
    );
  }
  if (targets.shape.length !== 1 || targets.shape[0] !== count) {
    throw new InputError(
      `${path}: targets are [${targets.shape.join(', ')}], not [${count}]: give one label an image`,
    );
  }
  if (count! < batch)
    throw new InputError(`${path} holds ${count} images, fewer than --batch ${batch}: lower the batch`);
  const given = [...targets.data.subarray(0, batch)];
  const stranger = given.findIndex((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (stranger >= 0) {
    throw new InputError(
      `${path}: target ${stranger} is ${given[stranger]}, no whole number of 0 … ${classes - 1}: set --classes`,
    );
  }
  const labels = Int32Array.from(given);
  const pixels = size * size;
  const images = new Float32Array(batch * pixels * 3);
  for (let n = 0; n < batch; n += 1) {
    for (let c = 0; c < 3; c += 1) {
      const plane = (n * 3 + c) * pixels;
      for (let p = 0; p < pixels; p += 1) images[(n * pixels + p) * 3 + c] = Number(inputs.data[plane + p]);
    }
  }
  return { images, ...labelled(labels, classes) };
}

/**
 * Training images of a data set (a bundled one's name, or a folder), drawn by the seed without repetition.
 * @throws {InputError} where the data set has too few, or cannot be read
 */
export function batchFromDataSet(source: string, { batch, ...wanted }: Wanted): ImageBatch {
  const { images, labels } = readSomeImages(imageFolder(source), { ...wanted, count: batch });
  return { images, ...labelled(labels, wanted.classes) };
}

function labelled(labels: Int32Array, classes: number): Omit<ImageBatch, 'images'> {
  const oneHot = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    oneHot[i * classes + label] = 1;
  });
  return { oneHot, labels, size: labels.length, classes };
}
