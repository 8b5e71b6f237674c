import type { Node } from '../../graph/op.ts';
import type { Emitter, Value } from './emitter.ts';
import type { Lowering } from './lowering.ts';

export const sum: Lowering<'sum'> = (node, emitter) => {
  const { name, order } = emitter.whole(node.inputs[0]!);
  const { axes } = node.attrs;
  const kept = order.filter((axis) => !axes.includes(axis));
  const byRank = kept.toSorted((a, b) => a - b);
  const own = kept.map((axis) => byRank.indexOf(axis));
  const { model } = emitter;
  return {
    name: model.apply('ReduceSum', [name, model.integers(axes.map((axis) => order.indexOf(axis)))], {
      keepdims: 0,
    }),
    order: own,
    dims: own.map((axis) => node.shape[axis]!),
  };
};

export const cumsum: Lowering<'cumsum'> = (node, emitter) => {
  const { name, order, dims } = emitter.whole(node.inputs[0]!);
  const { model } = emitter;
  const axis = model.integers([order.indexOf(0)]);
  return { name: model.apply('CumSum', [name, axis], { reverse: Number(node.attrs.reverse) }), order, dims };
};

export const variance: Lowering<'variance'> = meanProduct;
export const covariance: Lowering<'covariance'> = meanProduct;

/** Of what the inputs are more than their means: in two passes, as the mean of products minus the product of means would cancel. */
function meanProduct(node: Node, emitter: Emitter): Value {
  const { order } = emitter.value(node.inputs[0]!);
  const { model } = emitter;
  const channel = order.length - 1;
  const axes = order.map((_, i) => i).filter((i) => order[i] !== channel);
  const centred = node.inputs.map((input) => {
    const name = emitter.inOrder(input, order);
    const means = axes.length > 0 ? model.apply('ReduceMean', [name], { axes, keepdims: 1 }) : name;
    return model.apply('Sub', [name, means]);
  });
  const products = model.apply('Mul', [centred[0]!, centred.at(-1)!]);
  const name = axes.length > 0 ? model.apply('ReduceMean', [products], { axes, keepdims: 0 }) : products;
  return { name, order: [0], dims: node.shape };
}
