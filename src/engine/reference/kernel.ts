import type { Node, OpName } from '../../graph/op.ts';

/** Computes one node from its inputs' values, all in the order of their shapes. */
export type Kernel<K extends OpName> = (node: Node<K>, inputs: readonly Float64Array[]) => Float64Array;
