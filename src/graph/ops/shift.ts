import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';

/** x plus a number that is known beforehand. */
export const shift = (x: Node, offset: number): Node => x.graph.make('shift', [x], { offset });

export const shiftOp: OpDefinition<'shift'> = {
  name: 'shift',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (_, gradient) => [gradient],
  jvp: (_, [tangent]) => tangent!,
};
