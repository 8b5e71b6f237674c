/** Extents of a tensor, outermost first. Activations are [batch, height, width, channels]. */
export type Shape = readonly number[];

// Planning asks for these tens of thousands of times: by index, as what iterates over arrays of several kinds makes objects.

/** How many elements a tensor of this shape has. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis += 1) size *= shape[axis]!;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis += 1) if (a[axis] !== b[axis]) return false;
  return true;
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

/** Numbers as a part of a label. `join` takes several times as long. */
export function labelOf(extents: readonly number[]): string {
  let text = '';
  for (let axis = 0; axis < extents.length; axis += 1) text += `${extents[axis]},`;
  return text;
}

/** A graph was put together wrongly: a defect of the caller's code, not of a user's input. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}
