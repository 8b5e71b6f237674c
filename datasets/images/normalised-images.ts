import type { ImageSet } from '../../src/training/image-set.ts';
import type { LabelledPixels } from './labelled-pixels.ts';
import { resize } from './resize.ts';

/** Mean and deviation of a channel's pixels, in shares of white. */
export interface Normalisation {
  readonly mean: number;
  readonly deviation: number;
}

/** Of each channel of a set, over all its pixels. */
export function normalisationOf({ channels, data }: LabelledPixels): Normalisation[] {
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    let squares = 0;
    for (let at = channel; at < data.length; at += channels) {
      const byte = data[at]!;
      sum += byte;
      squares += byte * byte;
    }
    const count = data.length / channels;
    const mean = sum / count;
    return { mean: mean / 255, deviation: Math.sqrt(squares / count - mean * mean) / 255 };
  });
}

/** Images at `size` pixels, less the mean and divided by the deviation of each channel; grey ones have three equal channels. */
export function normalisedImages(
  { count, extent, channels, data, labels }: LabelledPixels,
  size: number,
  classes: number,
  normalisation: readonly Normalisation[],
): ImageSet {
  const pixels = extent * extent;
  const values = new Float32Array(count * size * size * 3);
  for (let n = 0; n < count; n += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const { mean, deviation } = normalisation[channel]!;
      const from = n * pixels * channels + channel;
      const plane = Uint8Array.from({ length: pixels }, (_, i) => data[from + i * channels]!);
      resize(plane, extent, size).forEach((value, i) => {
        const at = (n * size * size + i) * 3 + channel;
        values.fill((value / 255 - mean) / deviation, at, at + (channels === 1 ? 3 : 1));
      });
    }
  }
  const black = [0, 1, 2].map((channel) => {
    const { mean, deviation } = normalisation[channels === 1 ? 0 : channel]!;
    return -mean / deviation;
  }) as [number, number, number];
  return { images: values, labels: Int32Array.from(labels), count, size, classes, black };
}
