import type { Node, OpDefinition } from '../op.ts';
import { addPresent } from './add.ts';
import { elementwiseFlops, inferBroadcast } from './elementwise.ts';
import { scale } from './scale.ts';
import { sumToShape } from './sum.ts';

/** a * b elementwise, the smaller repeated along the leading axes that it lacks. */
export function mul(a: Node, b: Node): Node {
  return a.graph.make('mul', a.id <= b.id ? [a, b] : [b, a], {});
}

/** x^2. */
export const square = (x: Node): Node => mul(x, x);

export const mulOp: OpDefinition<'mul'> = {
  name: 'mul',
  infer: ([a, b]) => inferBroadcast(a!, b!),
  flops: elementwiseFlops,
  vjp(node, gradient) {
    const [a, b] = node.inputs as [Node, Node];
    if (a === b) return [scale(mul(gradient, a), 2), null];
    return [sumToShape(mul(gradient, b), a.shape), sumToShape(mul(gradient, a), b.shape)];
  },
  jvp(node, [da, db]) {
    const [a, b] = node.inputs as [Node, Node];
    if (a === b) return scale(mul(da!, a), 2);
    const left = da ? mul(da, b) : null;
    const right = db ? mul(a, db) : null;
    return addPresent(left, right);
  },
};
