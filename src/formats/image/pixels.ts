/** An image of 8 bits a channel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3]: red, green, blue. */
  readonly rgb: Uint8Array;
}

/** Most pixels of one image. */
export const MOST_PIXELS = 2 ** 26;
