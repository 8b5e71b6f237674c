import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';

/** -1, 0 or 1. Its derivative is zero wherever it exists. */
export const sign = (x: Node): Node => x.graph.make('sign', [x], {});

export const signOp: OpDefinition<'sign'> = {
  name: 'sign',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: () => [null],
  jvp: () => null,
};
