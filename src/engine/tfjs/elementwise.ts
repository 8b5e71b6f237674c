import type { OpName } from '../../graph/op.ts';
import type { Lowering } from './lowering.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

const unary =
  (apply: (x: Tensor, tf: TensorFlow) => Tensor): Lowering<OpName> =>
  (_, [x], tf) =>
    apply(x!, tf);

export const exp = unary((x, tf) => tf.exp(x));
export const log = unary((x, tf) => tf.log(x));
export const sqrt = unary((x, tf) => tf.sqrt(x));
export const reciprocal = unary((x, tf) => tf.reciprocal(x));
export const erf = unary((x, tf) => tf.erf(x));
export const sigmoid = unary((x, tf) => tf.sigmoid(x));
export const abs = unary((x, tf) => tf.abs(x));
export const relu = unary((x, tf) => tf.relu(x));
/** TensorFlow.js gives NaN no sign, 0; here it stays. */
export const sign = unary((x, tf) => tf.where(tf.equal(x, x), tf.sign(x), x));
/** TensorFlow.js lets NaN pass; here it is not above 0. */
export const step = unary((x, tf) => tf.cast(tf.greater(x, 0), 'float32'));
export const scale: Lowering<'scale'> = (node, [x], tf) => tf.mul(x!, node.attrs.factor);
export const shift: Lowering<'shift'> = (node, [x], tf) => tf.add(x!, node.attrs.offset);
export const add: Lowering<'add'> = (_, [a, b], tf) => tf.add(a!, b!);
export const mul: Lowering<'mul'> = (_, [a, b], tf) => tf.mul(a!, b!);
