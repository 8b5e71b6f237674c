import type { Node, OpDefinition } from '../op.ts';
import { elementwiseFlops } from './elementwise.ts';
import { exp } from './exp.ts';
import { mul, square } from './mul.ts';
import { negate, scale } from './scale.ts';

/** The error function, 2 / sqrt(pi) times the integral of e^-t² from 0 to x: what GELU is made of. */
export const erf = (x: Node): Node => x.graph.make('erf', [x], {});

/** 2 / sqrt(pi) e^-x². */
const slope = (node: Node): Node => scale(exp(negate(square(node.inputs[0]!))), 2 / Math.sqrt(Math.PI));

export const erfOp: OpDefinition<'erf'> = {
  name: 'erf',
  infer: ([x]) => x!,
  flops: elementwiseFlops,
  vjp: (node, gradient) => [mul(gradient, slope(node))],
  jvp: (node, [tangent]) => mul(tangent!, slope(node)),
};
