/** Extents of a tensor, outermost first. Activations are [batch, height, width, channels]. */
export type Shape = readonly number[];

/** How many elements a tensor of this shape has. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** Whether `inner` is the trailing part of `outer`: the one way in which elementwise operations broadcast. */
export function isSuffix(inner: Shape, outer: Shape): boolean {
  const offset = outer.length - inner.length;
  return offset >= 0 && inner.every((extent, axis) => extent === outer[offset + axis]);
}

/** The shape without these axes. */
export function withoutAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, axis) => !axes.includes(axis));
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Numbers as a part of a label. Graphs ask thousands of times, and `join` takes several times as long. */
export function labelOf(extents: readonly number[]): string {
  let text = '';
  for (const extent of extents) text += `${extent},`;
  return text;
}

/** A graph was put together wrongly: a defect of the caller's code, not of a user's input. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}
