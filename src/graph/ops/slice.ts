import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError } from '../shape.ts';
import { pad } from './pad.ts';

/** Positions start … start + length - 1 along one axis, such as some of the channels. */
export function slice(x: Node, axis: number, start: number, length: number): Node {
  if (start === 0 && length === x.shape[axis]) return x;
  return x.graph.make('slice', [x], { axis, start, length });
}

export const sliceOp: OpDefinition<'slice'> = {
  name: 'slice',
  infer([x], { axis, start, length }) {
    if (start >= 0 && length > 0 && start + length <= (x![axis] ?? 0)) return x!.with(axis, length);
    throw new GraphError(`a slice of ${length} from ${start} on axis ${axis} leaves ${formatShape(x!)}`);
  },
  flops: () => 0,
  vjp(node, gradient) {
    const { axis, start, length } = node.attrs;
    return [pad(gradient, axis, start, node.inputs[0]!.shape[axis]! - start - length)];
  },
  jvp: (node, [tangent]) => slice(tangent!, node.attrs.axis, node.attrs.start, node.attrs.length),
};
