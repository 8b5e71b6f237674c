import { stretchedFrom } from '../../graph/ops/stretch.ts';
import { straight } from './emitter.ts';
import type { Lowering } from './lowering.ts';

export const detach: Lowering<'detach'> = (node, emitter) => emitter.value(node.inputs[0]!);

export const constant: Lowering<'constant'> = (node, { model }) => ({
  name: model.scalar(node.attrs.value),
  order: [],
  dims: [],
});

export const reshape: Lowering<'reshape'> = (node, emitter) => ({
  name: emitter.reshaped(emitter.inOrder(node.inputs[0]!), node.shape),
  order: straight(node.shape.length),
  dims: node.shape,
});

/** The axes get other names, and nothing moves. */
export const transpose: Lowering<'transpose'> = (node, emitter) => {
  const value = emitter.value(node.inputs[0]!);
  return { ...value, order: value.order.map((axis) => node.attrs.order.indexOf(axis)) };
};

export const slice: Lowering<'slice'> = (node, emitter) => {
  const { name, order } = emitter.whole(node.inputs[0]!);
  const { axis, start, length } = node.attrs;
  const { model } = emitter;
  const bounds = [[start], [start + length], [order.indexOf(axis)]].map((part) => model.integers(part));
  return {
    name: model.apply('Slice', [name, ...bounds]),
    order,
    dims: order.map((own) => node.shape[own]!),
  };
};

export const pad: Lowering<'pad'> = (node, emitter) => {
  const { name, order } = emitter.whole(node.inputs[0]!);
  const { axis, before, after } = node.attrs;
  const widths = [before, after].flatMap((width) => order.map((own) => (own === axis ? width : 0)));
  return {
    name: emitter.model.apply('Pad', [name, emitter.model.integers(widths)]),
    order,
    dims: order.map((own) => node.shape[own]!),
  };
};

export const concat: Lowering<'concat'> = (node, emitter) => {
  const { order } = emitter.value(node.inputs[0]!);
  const parts = node.inputs.map((input) => emitter.inOrder(input, order));
  return {
    name: emitter.model.apply('Concat', parts, { axis: order.indexOf(node.attrs.axis) }),
    order,
    dims: order.map((axis) => node.shape[axis]!),
  };
};

export const stretch: Lowering<'stretch'> = (node, emitter) => {
  const { name, order } = emitter.whole(node.inputs[0]!);
  const { shape } = node.inputs[0]!;
  const stretched = ([1, 2] as const).reduce((value, axis) => {
    const rows = emitter.model.integers(stretchedFrom(shape[axis]!, node.shape[axis]!));
    return emitter.model.apply('Gather', [value, rows], { axis: order.indexOf(axis) });
  }, name);
  return { name: stretched, order, dims: order.map((own) => node.shape[own]!) };
};
