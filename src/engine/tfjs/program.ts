import { ancestors } from '../../graph/graph.ts';
import type { Node } from '../../graph/op.ts';
import type { Feed, Program } from '../engine.ts';
import { fedFloats } from '../fed-numbers.ts';
import { type ComputedOp, loweringOf } from './lowerings.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

/** Computes node after node, each tensor freed after its last use. */
export function compileProgram(outputs: ReadonlyMap<string, Node>, tf: TensorFlow): Program {
  const order = ancestors([...outputs.values()]);
  const lastUse = new Map<Node, Node>();
  for (const node of order) for (const input of node.inputs) lastUse.set(input, node);
  const kept = new Set(outputs.values());
  return {
    run: (feed) => {
      const results = new Map<string, Float64Array>();
      // Whatever happens, no tensor outlives the scope.
      tf.tidy(() => {
        const values = new Map<Node, Tensor>();
        for (const node of order) {
          values.set(node, evaluate(node, values, feed, tf));
          for (const input of new Set(node.inputs)) {
            if (lastUse.get(input) === node && !kept.has(input)) {
              values.get(input)!.dispose();
              values.delete(input);
            }
          }
        }
        for (const [name, node] of outputs) {
          results.set(name, Float64Array.from(values.get(node)!.dataSync()));
        }
      });
      return results;
    },
  };
}

function evaluate(node: Node, values: ReadonlyMap<Node, Tensor>, feed: Feed, tf: TensorFlow): Tensor {
  if (node.op === 'input' || node.op === 'parameter') {
    const leaf = node as Node<'input'> | Node<'parameter'>;
    return tf.tensor(fedFloats(leaf, feed), [...leaf.shape], 'float32');
  }
  const inputs = node.inputs.map((input) => values.get(input)!);
  return tf.tidy(() => {
    const value = loweringOf(node.op as ComputedOp)(node, inputs, tf);
    // A tensor of its own, since an input may be freed before it.
    return inputs.includes(value) ? tf.clone(value) : value;
  });
}
