import type { Node, OpDefinition } from '../op.ts';
import { broadcast } from './broadcast.ts';
import { elementwiseFlops, inferBroadcast } from './elementwise.ts';
import { sumToShape } from './sum.ts';

/** a + b, the smaller repeated along the leading axes that it lacks. */
export function add(a: Node, b: Node): Node {
  return a.graph.make('add', a.id <= b.id ? [a, b] : [b, a], {});
}

/** The sum of one or more. */
export function addAll(terms: readonly Node[]): Node {
  return terms.reduce((total, term) => add(total, term));
}

/** The sum of the parts that are there: what a product of two operands changes by where one of them may stand still. */
export function addPresent(left: Node | null, right: Node | null): Node | null {
  return left && right ? add(left, right) : (left ?? right);
}

export const addOp: OpDefinition<'add'> = {
  name: 'add',
  infer: ([a, b]) => inferBroadcast(a!, b!),
  flops: elementwiseFlops,
  vjp: (node, gradient) => node.inputs.map((input) => sumToShape(gradient, input.shape)),
  jvp(node, [a, b]) {
    if (a && b) return add(a, b);
    const tangent = (a ?? b)!;
    const missing = node.shape.length - tangent.shape.length;
    return broadcast(
      tangent,
      node.shape,
      Array.from({ length: missing }, (_, axis) => axis),
    );
  },
};
