import type { Node } from '../graph/op.ts';
import { broadcast } from '../graph/ops/broadcast.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { transpose } from '../graph/ops/transpose.ts';
import { type Shape, sameShape } from '../graph/shape.ts';

/** Numbers that are known before the network runs: parameters, shapes, constants. */
export interface Constant {
  readonly kind: 'constant';
  readonly name: string;
  readonly dims: Shape;
  readonly isFloat: boolean;
  /** Row-major. */
  readonly data: () => Float32Array | Float64Array;
}

/** What the network computes from the images. A transposition of it is only a change of `axes`. */
export interface Activation {
  readonly kind: 'activation';
  readonly node: Node;
  /** As ONNX has it: channels before pixels. */
  readonly dims: Shape;
  /** Axis i of the node is axis `axes[i]` of `dims`. */
  readonly axes: readonly number[];
}

export type Value = Constant | Activation;

/** The axes of images in the graph, which has channels last. */
export const IMAGES: readonly number[] = [0, 2, 3, 1];

export const straight = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);

export const activation = (node: Node, dims: Shape, axes: readonly number[]): Activation => ({
  kind: 'activation',
  node,
  dims,
  axes,
});

/** An activation whose node has its axes in ONNX's own order. */
export const inOrder = (node: Node): Activation => activation(node, node.shape, straight(node.shape.length));

/** Images [batch, height, width, channels] of the graph. */
export const images = (node: Node): Activation =>
  activation(
    node,
    [0, 3, 1, 2].map((axis) => node.shape[axis]!),
    IMAGES,
  );

/** The node with its axes in this order. Where only axes of extent 1 change places, nothing is moved. */
export function nodeIn({ node, dims, axes }: Activation, wanted: readonly number[]): Node {
  if (sameShape(axes, wanted)) return node;
  const shape = wanted.map((axis) => dims[axis]!);
  const long = (order: readonly number[]) => order.filter((axis) => dims[axis] !== 1);
  if (sameShape(long(axes), long(wanted))) return reshape(node, shape);
  return transpose(
    node,
    wanted.map((axis) => axes.indexOf(axis)),
  );
}

/** The extents of an elementwise operation's result by ONNX's rule; undefined where it has none. */
export function broadcastDims(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const extent = (shape: Shape, axis: number) => shape[axis - rank + shape.length] ?? 1;
  const dims = straight(rank).map((axis) => {
    const [x, y] = [extent(a, axis), extent(b, axis)];
    return x === y || y === 1 ? x : x === 1 ? y : -1;
  });
  return dims.includes(-1) ? undefined : dims;
}

/**
 * An operand made ready for an elementwise operation whose result has these extents in this order of axes: what it lacks
 * is repeated, unless it lacks leading axes alone, which the graph repeats by itself.
 */
export function operandOf(value: Activation, dims: Shape, axes: readonly number[]): Node {
  const offset = dims.length - value.dims.length;
  const has = (axis: number) => axis >= offset && (value.dims[axis - offset] !== 1 || dims[axis] === 1);
  const kept = axes.filter(has);
  const lacking = value.axes.filter((axis) => !kept.includes(axis + offset));
  const node = nodeIn(value, [...lacking, ...kept.map((axis) => axis - offset)]);
  const own = reshape(
    node,
    kept.map((axis) => dims[axis]!),
  );
  const leads = axes.length - kept.length;
  if (axes.slice(leads).every(has)) return own;
  const shape = axes.map((axis) => dims[axis]!);
  return broadcast(
    own,
    shape,
    straight(axes.length).filter((i) => !has(axes[i]!)),
  );
}
