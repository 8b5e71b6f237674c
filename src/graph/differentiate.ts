import { ancestors } from './graph.ts';
import type { Node, OpDefinition, OpName } from './op.ts';
import { add } from './ops/add.ts';
import { broadcast } from './ops/broadcast.ts';
import { OPS } from './ops/index.ts';
import { formatShape, GraphError } from './shape.ts';

const definitionOf = (node: Node) => OPS[node.op] as OpDefinition<OpName>;

/**
 * Reverse mode: the gradient of the sum of `output` with respect to every node that lies between `wrt` and it,
 * `wrt` included, as nodes of the same graph; so it can be differentiated again. Nodes that `output` does not
 * depend on are absent: their gradient is zero.
 */
export function differentiate(output: Node, wrt: readonly Node[]): Map<Node, Node> {
  const order = ancestors([output]);
  const active = new Set<Node>(wrt);
  for (const node of order) if (node.inputs.some((input) => active.has(input))) active.add(node);
  const gradients = new Map<Node, Node>();
  if (!active.has(output)) return gradients;
  const one = output.graph.constant(1);
  gradients.set(
    output,
    broadcast(
      one,
      output.shape,
      output.shape.map((_, axis) => axis),
    ),
  );
  for (const node of order.reverse()) {
    const gradient = gradients.get(node);
    if (!gradient || !active.has(node)) continue;
    if (!node.inputs.some((input) => active.has(input))) continue;
    const parts = definitionOf(node).vjp(node, gradient);
    node.inputs.forEach((input, i) => {
      const part = parts[i];
      if (!part || !active.has(input)) return;
      const sum = gradients.get(input);
      gradients.set(input, sum ? add(sum, part) : part);
    });
  }
  return gradients;
}

/**
 * Forward mode: the tangents of `outputs` when the nodes of `seeds` move along theirs. Null where an output does
 * not depend on a seed. Applied to gradients it gives Hessian-vector products.
 */
export function pushForward(outputs: readonly Node[], seeds: ReadonlyMap<Node, Node>): (Node | null)[] {
  for (const [node, tangent] of seeds) {
    if (formatShape(node.shape) !== formatShape(tangent.shape)) {
      throw new GraphError(
        `a tangent of shape ${formatShape(tangent.shape)} for a node of ${formatShape(node.shape)}`,
      );
    }
  }
  const tangents = new Map<Node, Node | null>(seeds);
  for (const node of ancestors(outputs)) {
    if (tangents.has(node)) continue;
    const inputs = node.inputs.map((input) => tangents.get(input) ?? null);
    tangents.set(node, inputs.some((tangent) => tangent) ? definitionOf(node).jvp(node, inputs) : null);
  }
  return outputs.map((output) => tangents.get(output) ?? null);
}
