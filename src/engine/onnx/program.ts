import { ancestors } from '../../graph/graph.ts';
import type { Node } from '../../graph/op.ts';
import type { AsyncProgram } from '../engine.ts';
import { fedFloats } from '../fed-numbers.ts';
import { Emitter, straight } from './emitter.ts';
import { type ComputedOp, loweringOf } from './lowerings.ts';
import type { OpenSession } from './open-session.ts';

export type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor' | 'env'>;
type Leaf = Node<'input'> | Node<'parameter'>;

/**
 * Writes the graph as an ONNX model. Parameters become constants of the model, which ONNX Runtime packs for its kernels
 * when it opens a session; hence a session for each run, released at its end.
 */
export function compileProgram(
  outputs: ReadonlyMap<string, Node>,
  runtime: Runtime,
  open: OpenSession,
): AsyncProgram {
  const emitter = new Emitter();
  const { model } = emitter;
  const inputs: Leaf[] = [];
  const parameters: Leaf[] = [];
  for (const node of ancestors([...outputs.values()])) {
    if (node.op === 'input' || node.op === 'parameter') {
      const leaf = node as Leaf;
      const isInput = leaf.op === 'input';
      if (isInput) model.input(nameOf(leaf), leaf.shape);
      (isInput ? inputs : parameters).push(leaf);
      emitter.set(node, { name: nameOf(leaf), order: straight(leaf.shape.length), dims: leaf.shape });
    } else {
      emitter.set(node, loweringOf(node.op as ComputedOp)(node, emitter));
    }
  }
  const names = [...outputs.keys()];
  for (const [i, node] of [...outputs.values()].entries()) {
    model.output(`output${i}`, emitter.inOrder(node), node.shape);
  }
  return {
    async run(feed) {
      const constants = parameters.map((leaf) => ({
        name: nameOf(leaf),
        shape: leaf.shape,
        data: fedFloats(leaf, feed),
      }));
      const session = await open(model.serialise(constants));
      try {
        const feeds = inputs.map((leaf): [string, InstanceType<Runtime['Tensor']>] => [
          nameOf(leaf),
          new runtime.Tensor('float32', fedFloats(leaf, feed), leaf.shape),
        ]);
        const results = await session.run(Object.fromEntries(feeds));

        return new Map(
          names.map((name, i) => [name, Float64Array.from(results[`output${i}`]!.data as Float32Array)]),
        );
      } finally {
        await session.release();
      }
    },
  };
}

const nameOf = (leaf: Leaf): string => `${leaf.op}${leaf.id}`;
