import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, sizeOf } from '../shape.ts';
import { add } from './add.ts';

/** Matrix product of two matrices, each optionally transposed first. */
export function matmul(a: Node, b: Node, transposeA = false, transposeB = false): Node {
  return a.graph.make('matmul', [a, b], { transposeA, transposeB });
}

export const matmulOp: OpDefinition<'matmul'> = {
  name: 'matmul',
  infer([a, b], { transposeA, transposeB }) {
    const [rows, inner] = transposeA ? [a![1], a![0]] : [a![0], a![1]];
    const [innerB, columns] = transposeB ? [b![1], b![0]] : [b![0], b![1]];
    if (a!.length === 2 && b!.length === 2 && inner === innerB) return [rows!, columns!];
    throw new GraphError(`matrices ${formatShape(a!)} and ${formatShape(b!)} do not multiply`);
  },
  macs(node) {
    const a = node.inputs[0]!.shape;
    return sizeOf(node.shape) * a[node.attrs.transposeA ? 0 : 1]!;
  },
  vjp(node, gradient) {
    const [a, b] = node.inputs as [Node, Node];
    const { transposeA, transposeB } = node.attrs;
    return [
      transposeA ? matmul(b, gradient, transposeB, true) : matmul(gradient, b, false, !transposeB),
      transposeB ? matmul(gradient, a, true, transposeA) : matmul(a, gradient, !transposeA, false),
    ];
  },
  jvp(node, [da, db]) {
    const [a, b] = node.inputs as [Node, Node];
    const { transposeA, transposeB } = node.attrs;
    const left = da ? matmul(da, b, transposeA, transposeB) : null;
    const right = db ? matmul(a, db, transposeA, transposeB) : null;
    return left && right ? add(left, right) : (left ?? right);
  },
};
