import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, sameShape, sizeOf } from '../shape.ts';
import { addPresent } from './add.ts';

/** Matrix product of two matrices, or of each pair of two batches of matrices, each optionally transposed first. */
export function matmul(a: Node, b: Node, transposeA = false, transposeB = false): Node {
  return a.graph.make('matmul', [a, b], { transposeA, transposeB });
}

export const matmulOp: OpDefinition<'matmul'> = {
  name: 'matmul',
  infer([a, b], { transposeA, transposeB }) {
    const [rows, inner] = transposeA ? a!.slice(-2).reverse() : a!.slice(-2);
    const [innerB, columns] = transposeB ? b!.slice(-2).reverse() : b!.slice(-2);
    const batch = a!.slice(0, -2);
    const isPair = (a!.length === 2 || a!.length === 3) && sameShape(batch, b!.slice(0, -2));
    if (isPair && inner === innerB) return [...batch, rows!, columns!];
    throw new GraphError(`matrices ${formatShape(a!)} and ${formatShape(b!)} do not multiply`);
  },
  macs(node) {
    const a = node.inputs[0]!.shape;
    return sizeOf(node.shape) * a.at(node.attrs.transposeA ? -2 : -1)!;
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
    return addPresent(left, right);
  },
};
