import { ancestors } from '../../graph/graph.ts';
import type { Node } from '../../graph/op.ts';
import type { Engine, Feed, Program } from '../engine.ts';
import { fedNumbers } from '../fed-numbers.ts';
import { type ComputedOp, kernelOf } from './kernels.ts';

/** Float64 and plain loops: slow, exact, and short enough to be believed. */
export const referenceEngine: Engine = {
  id: 'reference',
  details: { precision: 'float64' },
  compile(outputs): Program {
    const order = ancestors([...outputs.values()]);
    const lastUse = new Map<Node, Node>();
    for (const node of order) for (const input of node.inputs) lastUse.set(input, node);
    const kept = new Set(outputs.values());
    return {
      run(feed) {
        const values = new Map<Node, Float64Array>();
        for (const node of order) {
          values.set(node, evaluate(node, values, feed));
          for (const input of node.inputs) {
            if (lastUse.get(input) === node && !kept.has(input)) values.delete(input);
          }
        }
        return new Map([...outputs].map(([name, node]) => [name, values.get(node)!.slice()]));
      },
    };
  },
};

function evaluate(node: Node, values: ReadonlyMap<Node, Float64Array>, feed: Feed): Float64Array {
  if (node.op !== 'input' && node.op !== 'parameter') {
    return kernelOf(node.op as ComputedOp)(
      node,
      node.inputs.map((input) => values.get(input)!),
    );
  }
  return Float64Array.from(fedNumbers(node as Node<'input'> | Node<'parameter'>, feed));
}
