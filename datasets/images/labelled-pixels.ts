import { InputError } from '../../src/input-error.ts';

/** Square images with labels, as their authors distribute them. */
export interface LabelledPixels {
  /** What messages call them: a file or a folder. */
  readonly source: string;
  readonly count: number;
  /** Height and width. */
  readonly extent: number;
  readonly channels: 1 | 3;
  /** [count, extent, extent, channels], 0 is black. */
  readonly data: Uint8Array;
  /** [count], from 0 up. */
  readonly labels: Int32Array;
}

export type Split = 'train' | 'valid' | 'test';
export const SPLITS: readonly Split[] = ['train', 'valid', 'test'];
export type PixelSplits = Readonly<Record<Split, LabelledPixels>>;

/** Some images of a set, in this order. */
export function chosen(set: LabelledPixels, indices: readonly number[]): LabelledPixels {
  const bytes = set.extent ** 2 * set.channels;
  const data = new Uint8Array(indices.length * bytes);
  indices.forEach((index, n) => {
    data.set(set.data.subarray(index * bytes, (index + 1) * bytes), n * bytes);
  });
  return { ...set, count: indices.length, data, labels: Int32Array.from(indices, (i) => set.labels[i]!) };
}

/** Neighbouring images of a set, in the set's own memory. */
export function stretch(set: LabelledPixels, first: number, end: number): LabelledPixels {
  const bytes = set.extent ** 2 * set.channels;
  return {
    ...set,
    count: end - first,
    data: set.data.subarray(first * bytes, end * bytes),
    labels: set.labels.subarray(first, end),
  };
}

/** Several files of one set, one after the other. @throws {InputError} where their images differ in size */
export function joined(parts: readonly LabelledPixels[], source: string): LabelledPixels {
  const [first] = parts as [LabelledPixels];
  const other = parts.find(({ extent, channels }) => extent !== first.extent || channels !== first.channels);
  if (other) {
    throw new InputError(
      `${other.source}: its images are ${other.extent} pixels wide, those of ${first.source} ${first.extent}: give files of one data set`,
    );
  }
  const data = new Uint8Array(parts.reduce((total, part) => total + part.data.length, 0));
  const labels = new Int32Array(parts.reduce((total, part) => total + part.count, 0));
  let [byte, image] = [0, 0];
  for (const part of parts) {
    data.set(part.data, byte);
    labels.set(part.labels, image);
    byte += part.data.length;
    image += part.count;
  }
  return { ...first, source, count: labels.length, data, labels };
}

/** Red, green and blue planes [count, 3, extent, extent] as pixels. */
export function fromPlanes(planes: Uint8Array, count: number, extent: number): Uint8Array {
  const pixels = extent * extent;
  const data = new Uint8Array(count * pixels * 3);
  for (let n = 0; n < count; n += 1) {
    for (let c = 0; c < 3; c += 1) {
      const plane = (n * 3 + c) * pixels;
      for (let p = 0; p < pixels; p += 1) data[(n * pixels + p) * 3 + c] = planes[plane + p]!;
    }
  }
  return data;
}
