/** Labelled images in memory. */
export interface ImageSet {
  /** [count, size, size, 3], normalised, row by row. */
  readonly images: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
  /** Height and width, in pixels. */
  readonly size: number;
  readonly classes: number;
  /** What a black pixel is after normalisation, by channel: the border of random crops. */
  readonly black: readonly [number, number, number];
}

/** A data set cut for training: the validation images choose, the test images judge. */
export interface ImageSplits {
  readonly train: ImageSet;
  readonly valid: ImageSet;
  readonly test: ImageSet;
}

/** Numbers of one image. */
export const pixelsOf = ({ size }: ImageSet): number => size * size * 3;
