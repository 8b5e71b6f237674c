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

/** In two passes, as the mean of squares minus the squared mean would cancel. */
export const variance: Lowering<'variance'> = (node, emitter) => {
  const x = node.inputs[0]!;
  const { name, order } = emitter.whole(x);
  const { model } = emitter;
  const channel = order.indexOf(x.shape.length - 1);
  const axes = order.map((_, i) => i).filter((i) => i !== channel);
  if (axes.length === 0) return { name: model.apply('Sub', [name, name]), order, dims: node.shape };
  const centred = model.apply('Sub', [name, model.apply('ReduceMean', [name], { axes, keepdims: 1 })]);
  const squares = model.apply('Mul', [centred, centred]);
  return { name: model.apply('ReduceMean', [squares], { axes, keepdims: 0 }), order: [0], dims: node.shape };
};
