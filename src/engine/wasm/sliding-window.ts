/** A window that slides over one image, border included. Extents in elements, strides in bytes. */
export interface SlidingWindow {
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelY: number;
  readonly kernelX: number;
  /** Between the inputs of neighbouring taps of a row, and between rows of taps. */
  readonly tapX: number;
  readonly tapY: number;
  /** Between the inputs of neighbouring output pixels, and of rows of them. */
  readonly stepX: number;
  readonly stepY: number;
}
