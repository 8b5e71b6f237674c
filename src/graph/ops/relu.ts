import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { mul } from './mul.ts';
import { step } from './step.ts';

/** max(x, 0). */
export const relu = (x: Node): Node => x.graph.make('relu', [x], {});

/**
 * 1 where x > 0, else 0: the derivative at 0 is 0, as in PyTorch. It is taken of the result, which is above zero where x is,
 * and which a layer mostly keeps for its own derivative, when x is needed no more.
 */
const slope = (node: Node): Node => step(node);

export const reluOp: OpDefinition<'relu'> = {
  name: 'relu',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
