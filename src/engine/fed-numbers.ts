import type { Node } from '../graph/op.ts';
import { formatShape, GraphError, sizeOf } from '../graph/shape.ts';
import type { Feed } from './engine.ts';

/** What the caller feeds for a node. @throws {GraphError} where it is not as many numbers as the node's shape has */
export function fedNumbers(leaf: Node<'input'> | Node<'parameter'>, feed: Feed): ReturnType<Feed> {
  const given = feed(leaf);
  if (given.length === sizeOf(leaf.shape)) return given;
  throw new GraphError(`${leaf.attrs.name} takes ${formatShape(leaf.shape)}, not ${given.length} numbers`);
}

/** The same as float32. */
export function fedFloats(leaf: Node<'input'> | Node<'parameter'>, feed: Feed): Float32Array {
  const given = fedNumbers(leaf, feed);
  return given instanceof Float32Array ? given : Float32Array.from(given);
}
