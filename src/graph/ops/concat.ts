import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, sameShape } from '../shape.ts';
import { fill } from './broadcast.ts';
import { slice } from './slice.ts';

/** Joins tensors along one axis, such as their channels. */
export function concat(parts: readonly Node[], axis: number): Node {
  const first = parts[0];
  if (!first) throw new GraphError('concat requires at least one tensor');
  return parts.length === 1 ? first : first.graph.make('concat', parts, { axis });
}

export const concatOp: OpDefinition<'concat'> = {
  name: 'concat',
  infer(shapes, { axis }) {
    const first = shapes[0]!;
    for (const shape of shapes) {
      if (!sameShape(shape.with(axis, 0), first.with(axis, 0))) {
        throw new GraphError(`${formatShape(shape)} and ${formatShape(first)} do not join on axis ${axis}`);
      }
    }
    return first.with(
      axis,
      shapes.reduce((total, shape) => total + shape[axis]!, 0),
    );
  },
  flops: () => 0,
  vjp(node, gradient) {
    const { axis } = node.attrs;
    let start = 0;
    return node.inputs.map((input) => {
      const length = input.shape[axis]!;
      start += length;
      return slice(gradient, axis, start - length, length);
    });
  },
  jvp(node, tangents) {
    return concat(
      node.inputs.map((input, i) => tangents[i] ?? fill(input, input.shape, 0)),
      node.attrs.axis,
    );
  },
};
