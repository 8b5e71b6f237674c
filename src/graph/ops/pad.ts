import type { Node, OpDefinition } from '../op.ts';
import { slice } from './slice.ts';

/** Zeros before and after, along one axis. */
export function pad(x: Node, axis: number, before: number, after: number): Node {
  if (before === 0 && after === 0) return x;
  return x.graph.make('pad', [x], { axis, before, after });
}

export const padOp: OpDefinition<'pad'> = {
  name: 'pad',
  infer: ([x], { axis, before, after }) => x!.with(axis, x![axis]! + before + after),
  flops: () => 0,
  vjp(node, gradient) {
    const { axis, before } = node.attrs;
    return [slice(gradient, axis, before, node.inputs[0]!.shape[axis]!)];
  },
  jvp: (node, [tangent]) => pad(tangent!, node.attrs.axis, node.attrs.before, node.attrs.after),
};
