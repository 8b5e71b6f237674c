import type { Node } from '../op.ts';
import { formatShape, GraphError, isSuffix, type Shape, sizeOf } from '../shape.ts';

/** The shape of an elementwise operation of two operands: one is a suffix of the other and is repeated. */
export function inferBroadcast(a: Shape, b: Shape): Shape {
  if (isSuffix(b, a)) return a;
  if (isSuffix(a, b)) return b;
  throw new GraphError(
    `shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: neither ends like the other`,
  );
}

/** One elementary operation for each element. */
export const elementwiseFlops = (node: Node): number => sizeOf(node.shape);
