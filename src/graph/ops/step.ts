import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';

/** 1 where x > 0, else 0. Its derivative is zero wherever it exists. */
export const step = (x: Node): Node => x.graph.make('step', [x], {});

export const stepOp: OpDefinition<'step'> = {
  name: 'step',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: () => [null],
  jvp: () => null,
};
