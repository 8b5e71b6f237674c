import type { Node, OpName } from '../../graph/op.ts';
import type { Emitter, Value } from './emitter.ts';

/** Writes the ONNX operators that compute a node. */
export type Lowering<K extends OpName> = (node: Node<K>, emitter: Emitter) => Value;
