import type { Node, OpName } from '../../graph/op.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

/** Computes a node from its inputs' tensors, all in the order of their shapes. May give an input back. */
export type Lowering<K extends OpName> = (node: Node<K>, inputs: readonly Tensor[], tf: TensorFlow) => Tensor;
