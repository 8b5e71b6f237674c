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

/** Whether a window's rows follow one another without a gap, and so do the rows, `y` apart, of what has a pixel each `x` bytes. */
export const isGapless = ({ outWidth, stepX, stepY }: SlidingWindow, x: number, y: number): boolean =>
  stepY === outWidth * stepX && y === outWidth * x;

/** The same window with `rows` of its rows as one. */
export const joinRows = <Window extends SlidingWindow>(window: Window, rows: number): Window => ({
  ...window,
  outHeight: window.outHeight / rows,
  outWidth: window.outWidth * rows,
  stepY: window.stepY * rows,
});
