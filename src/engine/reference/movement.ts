import { stretchedFrom } from '../../graph/ops/stretch.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import type { Kernel } from './kernel.ts';

/** How far apart neighbours along each axis lie. */
function stridesOf(shape: Shape): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const extent of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= extent;
  }
  return strides;
}

/** Calls back for each element of a shape, in order, with the offset that `strides` give its position. */
export function forEachOffset(
  shape: Shape,
  strides: readonly number[],
  visit: (offset: number) => void,
): void {
  const position = shape.map(() => 0);
  const count = sizeOf(shape);
  let offset = 0;
  for (let i = 0; i < count; i += 1) {
    visit(offset);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      offset += strides[axis]!;
      position[axis]! += 1;
      if (position[axis]! < shape[axis]!) break;
      offset -= strides[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
}

/** Offsets into a tensor of `shape` without `axes`, for walking along all of `shape`. */
export function strideAlong(shape: Shape, axes: readonly number[]): number[] {
  const kept = stridesOf(shape.filter((_, axis) => !axes.includes(axis)));
  return shape.map((_, axis) => (axes.includes(axis) ? 0 : kept.shift()!));
}

/** Extents before, along and after an axis. */
function around(shape: Shape, axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
}

export const reshape: Kernel<'reshape'> = (_, [x]) => x!;

export const detach: Kernel<'detach'> = (_, [x]) => x!;

export const broadcast: Kernel<'broadcast'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  if (x!.length === 1) return out.fill(x![0]!);
  let i = 0;
  forEachOffset(node.shape, strideAlong(node.shape, node.attrs.axes), (offset) => {
    out[i] = x![offset]!;
    i += 1;
  });
  return out;
};

export const transpose: Kernel<'transpose'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  const strides = stridesOf(node.inputs[0]!.shape);
  let i = 0;
  forEachOffset(
    node.shape,
    node.attrs.order.map((axis) => strides[axis]!),
    (offset) => {
      out[i] = x![offset]!;
      i += 1;
    },
  );
  return out;
};

export const slice: Kernel<'slice'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  const { axis, start, length } = node.attrs;
  const [outer, extent, inner] = around(node.inputs[0]!.shape, axis);
  for (let o = 0; o < outer; o += 1) {
    const from = (o * extent + start) * inner;
    out.set(x!.subarray(from, from + length * inner), o * length * inner);
  }
  return out;
};

export const pad: Kernel<'pad'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  const { axis, before } = node.attrs;
  const [outer, extent, inner] = around(node.inputs[0]!.shape, axis);
  const padded = node.shape[axis]!;
  for (let o = 0; o < outer; o += 1) {
    out.set(x!.subarray(o * extent * inner, (o + 1) * extent * inner), (o * padded + before) * inner);
  }
  return out;
};

export const concat: Kernel<'concat'> = (node, inputs) => {
  const out = zeros(sizeOf(node.shape));
  const [outer, total, inner] = around(node.shape, node.attrs.axis);
  let start = 0;
  node.inputs.forEach((input, i) => {
    const length = input.shape[node.attrs.axis]! * inner;
    for (let o = 0; o < outer; o += 1) {
      out.set(inputs[i]!.subarray(o * length, (o + 1) * length), o * total * inner + start);
    }
    start += length;
  });
  return out;
};

export const stretch: Kernel<'stretch'> = (node, [x]) => {
  const out = zeros(sizeOf(node.shape));
  const [batch, rows, columns, channels] = node.inputs[0]!.shape as [number, number, number, number];
  const [height, width] = node.attrs.image;
  const [down, across] = [stretchedFrom(rows, height), stretchedFrom(columns, width)];
  let to = 0;
  for (let n = 0; n < batch; n += 1) {
    for (const row of down) {
      for (const column of across) {
        const from = ((n * rows + row) * columns + column) * channels;
        out.set(x!.subarray(from, from + channels), to);
        to += channels;
      }
    }
  }
  return out;
};
