import { exp as expOf } from '../../elementary/exp.ts';
import { ln } from '../../elementary/ln.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import { erf as erfOf } from './erf.ts';
import type { Kernel } from './kernel.ts';

type UnaryOp = 'exp' | 'erf' | 'sigmoid' | 'log' | 'sqrt' | 'reciprocal' | 'abs' | 'sign' | 'relu' | 'step';

/** A kernel that applies a function to each element. */
const unary =
  (f: (x: number) => number): Kernel<UnaryOp> =>
  (_, [x]) => {
    const out = zeros(x!.length);
    for (let i = 0; i < out.length; i += 1) out[i] = f(x![i]!);
    return out;
  };

/** Both have loops of their own: a shared one that calls for each element is several times as slow. */
export const add: Kernel<'add'> = (node, [a, b]) => {
  const { whole, tail } = operands(node, a!, b!);
  const out = zeros(whole.length);
  for (let start = 0; start < out.length; start += tail.length) {
    for (let i = 0; i < tail.length; i += 1) out[start + i] = whole[start + i]! + tail[i]!;
  }
  return out;
};

export const mul: Kernel<'mul'> = (node, [a, b]) => {
  const { whole, tail } = operands(node, a!, b!);
  const out = zeros(whole.length);
  for (let start = 0; start < out.length; start += tail.length) {
    for (let i = 0; i < tail.length; i += 1) out[start + i] = whole[start + i]! * tail[i]!;
  }
  return out;
};

/** The operand that is the larger, and the other, which is repeated: one shape is the tail of the other. */
function operands({ shape }: Node, a: Float64Array, b: Float64Array) {
  return a.length === sizeOf(shape) ? { whole: a, tail: b } : { whole: b, tail: a };
}

export const exp = unary(expOf);
export const erf = unary(erfOf);
export const sigmoid = unary((x) => 1 / (1 + expOf(-x)));
export const log = unary(ln);
export const sqrt = unary(Math.sqrt);
export const reciprocal = unary((x) => 1 / x);
export const abs = unary(Math.abs);
export const sign = unary(Math.sign);
export const relu = unary((x) => Math.max(x, 0));
export const step = unary((x) => (x > 0 ? 1 : 0));

export const scale: Kernel<'scale'> = ({ attrs: { factor } }, [x]) => {
  const out = zeros(x!.length);
  for (let i = 0; i < out.length; i += 1) out[i] = x![i]! * factor;
  return out;
};

export const shift: Kernel<'shift'> = ({ attrs: { offset } }, [x]) => {
  const out = zeros(x!.length);
  for (let i = 0; i < out.length; i += 1) out[i] = x![i]! + offset;
  return out;
};
