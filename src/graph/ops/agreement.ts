import type { Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';

/**
 * [batch, batch]: in how many elements two samples of x [batch, …] have the same activation pattern, where the pattern
 * of a sample is x > 0. The kernel matrix of NASWOT (Mellor et al., ICML 2021) for one layer of ReLUs.
 */
export const agreement = (x: Node): Node => x.graph.make('agreement', [x], {});

export const agreementOp: OpDefinition<'agreement'> = {
  name: 'agreement',
  infer: ([x]) => [x![0]!, x![0]!],
  flops: (node) => node.shape[0]! * sizeOf(node.inputs[0]!.shape),
  vjp: () => [null],
  jvp: () => null,
};
