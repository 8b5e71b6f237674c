import { sizeOf } from '../../graph/shape.ts';
import type { Lowering } from './lowering.ts';

export const matmul: Lowering<'matmul'> = (node, emitter) => {
  if (node.shape.length > 2) return batchedMatmul(node, emitter);
  const [a, b] = node.inputs.map((input) => emitter.whole(input));
  const { transposeA, transposeB } = node.attrs;
  // A matrix that lies the other way round is one more transposition.
  const transA = Number(transposeA !== (a!.order[0] === 1));
  const transB = Number(transposeB !== (b!.order[0] === 1));
  return {
    name: emitter.model.apply('Gemm', [a!.name, b!.name], { transA, transB }),
    order: [0, 1],
    dims: node.shape,
  };
};

/** Gemm takes single matrices only, and MatMul transposes none. */
const batchedMatmul: Lowering<'matmul'> = (node, emitter) => {
  const { transposeA, transposeB } = node.attrs;
  const [a, b] = [transposeA, transposeB].map((transposed, i) =>
    emitter.inOrder(node.inputs[i]!, transposed ? [0, 2, 1] : [0, 1, 2]),
  );
  return { name: emitter.model.apply('MatMul', [a!, b!]), order: [0, 1, 2], dims: node.shape };
};

export const logSoftmax: Lowering<'logSoftmax'> = (node, emitter) => ({
  name: emitter.model.apply('LogSoftmax', [emitter.inOrder(node.inputs[0]!)], { axis: 1 }),
  order: [0, 1],
  dims: node.shape,
});

/** With patterns of 1 and -1, the product of two samples is what agrees minus what does not; both together are all. */
export const agreement: Lowering<'agreement'> = (node, emitter) => {
  const x = node.inputs[0]!;
  const batch = x.shape[0]!;
  const size = sizeOf(x.shape) / batch;
  const { model } = emitter;
  const { order } = emitter.value(x);
  // The order of what is compared does not matter, as long as the samples come first.
  const samples = emitter.inOrder(x, [0, ...order.filter((axis) => axis !== 0)]);
  const active = model.apply('Greater', [emitter.reshaped(samples, [batch, size]), model.scalar(0)]);
  const pattern = model.apply('Where', [active, model.scalar(1), model.scalar(-1)]);
  const surplus = model.apply('Gemm', [pattern, pattern], { transB: 1 });
  const twice = model.apply('Add', [surplus, model.scalar(size)]);
  return { name: model.apply('Mul', [twice, model.scalar(0.5)]), order: [0, 1], dims: node.shape };
};
