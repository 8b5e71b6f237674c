import type { Node } from '../../graph/op.ts';
import { type Shape, sameShape } from '../../graph/shape.ts';
import { OnnxModel } from './model.ts';

/** The axes of a tensor of the graph in the order in which an ONNX tensor holds them. */
export type Order = readonly number[];

/** Images [batch, height, width, channels], as ONNX takes them: channels before pixels. */
export const IMAGES: Order = [0, 3, 1, 2];
/** Weights [height, width, in / groups, out], as ONNX takes them: out, in, height, width. */
export const WEIGHTS: Order = [3, 2, 0, 1];

export const straight = (rank: number): Order => Array.from({ length: rank }, (_, axis) => axis);

/** How the value of a node lies in the ONNX graph. */
export interface Value {
  readonly name: string;
  /** Axis i of the ONNX tensor is axis `order[i]` of the node. */
  readonly order: Order;
  /** Extents of the ONNX tensor: the node's in that order, or 1 along axes where it stays to be repeated. */
  readonly dims: Shape;
}

/** Turns nodes into an ONNX graph. Layouts spread along the graph, so that few transpositions are needed. */
export class Emitter {
  readonly model = new OnnxModel();
  readonly #values = new Map<Node, Value>();

  set(node: Node, value: Value): void {
    this.#values.set(node, value);
  }

  value(node: Node): Value {
    return this.#values.get(node)!;
  }

  /** The value with all of its repetitions written out. */
  whole(node: Node): Value {
    const { name, order, dims } = this.value(node);
    const full = order.map((axis) => node.shape[axis]!);
    if (sameShape(dims, full)) return { name, order, dims };
    return { name: this.model.apply('Expand', [name, this.model.integers(full)]), order, dims: full };
  }

  /** The name of the whole value in this order of axes, or in that of the graph. */
  inOrder(node: Node, order: Order = straight(node.shape.length)): string {
    return this.permuted(this.whole(node), order).name;
  }

  permuted(value: Value, order: Order): Value {
    if (sameShape(value.order, order)) return value;
    const perm = order.map((axis) => value.order.indexOf(axis));
    return {
      name: this.model.apply('Transpose', [value.name], { perm }),
      order,
      dims: perm.map((axis) => value.dims[axis]!),
    };
  }

  reshaped(name: string, shape: Shape): string {
    return this.model.apply('Reshape', [name, this.model.integers(shape)]);
  }
}
