import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError } from '../shape.ts';
import { concat } from './concat.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { sum } from './sum.ts';

/** Images [batch, height, width, channels] made larger: the middle row and the middle column come again and again. */
export function stretch(x: Node, image: readonly [number, number]): Node {
  return image[0] === x.shape[1] && image[1] === x.shape[2] ? x : x.graph.make('stretch', [x], { image });
}

/** The row (or column) that comes again and again: of an even number the later one of the two in the middle. */
export const middleOf = (extent: number): number => Math.floor(extent / 2);

/** For each of `to` rows (or columns) the one of `extent` that it is. */
export const stretchedFrom = (extent: number, to: number): number[] =>
  Array.from({ length: to }, (_, i) => Math.max(Math.min(i, middleOf(extent)), i - (to - extent)));

export const stretchOp: OpDefinition<'stretch'> = {
  name: 'stretch',
  infer([x], { image: [height, width] }) {
    const [batch, rows, columns, channels] = x!;
    if (x!.length === 4 && height >= rows! && width >= columns!) return [batch!, height, width, channels!];
    throw new GraphError(`${formatShape(x!)} cannot be stretched to images of ${height} x ${width}`);
  },
  flops: () => 0,
  vjp(node, gradient) {
    const [, rows, columns] = node.inputs[0]!.shape;
    return [gathered(gathered(gradient, 1, rows!), 2, columns!)];
  },
  jvp: (node, [tangent]) => stretch(tangent!, node.attrs.image),
};

/** The adjoint along one axis: adds up what came again and again. */
function gathered(x: Node, axis: 1 | 2, extent: number): Node {
  const middle = middleOf(extent);
  const copies = x.shape[axis]! - extent + 1;
  if (copies === 1) return x;
  const parts = [
    middle > 0 ? slice(x, axis, 0, middle) : null,
    reshape(sum(slice(x, axis, middle, copies), [axis]), x.shape.with(axis, 1)),
    middle + 1 < extent ? slice(x, axis, middle + copies, extent - middle - 1) : null,
  ];
  return concat(
    parts.filter((part) => part !== null),
    axis,
  );
}
