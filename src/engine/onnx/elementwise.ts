import type { Node } from '../../graph/op.ts';
import { sameShape } from '../../graph/shape.ts';
import { type Emitter, IMAGES, type Order, straight, type Value } from './emitter.ts';
import type { Lowering } from './lowering.ts';

type UnaryOp =
  | 'exp'
  | 'erf'
  | 'sigmoid'
  | 'log'
  | 'sqrt'
  | 'reciprocal'
  | 'abs'
  | 'sign'
  | 'relu'
  | 'step'
  | 'scale'
  | 'shift';

/** Maps each element; what stays to be repeated stays so. */
const unary =
  <K extends UnaryOp>(write: (x: string, node: Node<K>, emitter: Emitter) => string): Lowering<K> =>
  (node, emitter) => {
    const value = emitter.value(node.inputs[0]!);
    return { ...value, name: write(value.name, node, emitter) };
  };

const operator = (name: string) => unary<UnaryOp>((x, _, { model }) => model.apply(name, [x]));

/** Combines two operands, the shorter repeated along the leading axes that it lacks. */
const binary =
  (name: string): Lowering<'add' | 'mul'> =>
  (node, emitter) => {
    const order = commonOrder(node, emitter);
    const operands = node.inputs.map((input) => aligned(input, order, emitter));
    const dims = order.map((_, i) => Math.max(...operands.map((operand) => operand.dims[i]!)));
    return {
      name: emitter.model.apply(
        name,
        operands.map((operand) => operand.name),
      ),
      order,
      dims,
    };
  };

/** That of an operand as large as the result, and rather one that has been chosen than the graph's own. */
function commonOrder(node: Node, emitter: Emitter): Order {
  const large = node.inputs
    .filter((input) => input.shape.length === node.shape.length)
    .map((input) => {
      const { order, dims } = emitter.value(input);
      const written = order.every((axis, i) => dims[i] === node.shape[axis]);
      const chosen = !sameShape(order, straight(order.length));
      return { order, rank: (written ? 2 : 0) + (chosen ? 1 : 0) };
    });
  return large.reduce((best, candidate) => (candidate.rank > best.rank ? candidate : best)).order;
}

/** An operand as a tensor whose axes stand opposite those of the result, with extent 1 where it has none. */
function aligned(input: Node, order: Order, emitter: Emitter): Value {
  const lacking = order.length - input.shape.length;
  const own = order.filter((axis) => axis >= lacking).map((axis) => axis - lacking);
  return spread(emitter.permuted(emitter.value(input), own), order, (axis) => axis >= lacking, emitter);
}

/** Inserts axes of extent 1 for those that are not `present`. */
function spread(value: Value, order: Order, present: (axis: number) => boolean, emitter: Emitter): Value {
  const extents = value.dims.values();
  const dims = order.map((axis) => (present(axis) ? extents.next().value! : 1));
  const leading = order.length - value.dims.length;
  // ONNX itself puts axes in front.
  const name = order.slice(0, leading).some(present) ? emitter.reshaped(value.name, dims) : value.name;
  return { name, order, dims };
}

/** Only notes the repetition: elementwise operators do it themselves, others have it written out. */
export const broadcast: Lowering<'broadcast'> = (node, emitter) => {
  const { axes } = node.attrs;
  const kept = straight(node.shape.length).filter((axis) => !axes.includes(axis));
  const order = node.shape.length === 4 ? IMAGES : straight(node.shape.length);
  const own = order.filter((axis) => kept.includes(axis)).map((axis) => kept.indexOf(axis));
  const value = emitter.permuted(emitter.value(node.inputs[0]!), own);
  const dims = order.map((axis) => (kept.includes(axis) ? value.dims[own.indexOf(kept.indexOf(axis))]! : 1));
  return { name: sameShape(dims, value.dims) ? value.name : emitter.reshaped(value.name, dims), order, dims };
};

export const exp = operator('Exp');
export const erf = operator('Erf');
export const sigmoid = operator('Sigmoid');
export const log = operator('Log');
export const sqrt = operator('Sqrt');
export const reciprocal = operator('Reciprocal');
export const abs = operator('Abs');
export const sign = operator('Sign');
export const relu = operator('Relu');
export const step = unary<'step'>((x, _, { model }) =>
  model.apply('Cast', [model.apply('Greater', [x, model.scalar(0)])], { to: 1 }),
);
export const scale = unary<'scale'>((x, node, { model }) =>
  model.apply('Mul', [x, model.scalar(node.attrs.factor)]),
);
export const shift = unary<'shift'>((x, node, { model }) =>
  model.apply('Add', [x, model.scalar(node.attrs.offset)]),
);
export const add = binary('Add');
export const mul = binary('Mul');
