import { exp as expOf } from '../../elementary/exp.ts';
import { ln } from '../../elementary/ln.ts';
import { sizeOf } from '../../graph/shape.ts';
import { erf as erfOf } from './erf.ts';
import type { Kernel } from './kernel.ts';

type UnaryOp = 'exp' | 'erf' | 'sigmoid' | 'log' | 'sqrt' | 'reciprocal' | 'abs' | 'sign' | 'relu' | 'step';

/** A kernel that applies a function to each element. */
const unary =
  (f: (x: number) => number): Kernel<UnaryOp> =>
  (_, [x]) =>
    x!.map(f);

/** A kernel that combines two operands, the shorter repeated: one shape is the tail of the other. */
const binary =
  (f: (a: number, b: number) => number): Kernel<'add' | 'mul'> =>
  (node, [a, b]) => {
    const out = new Float64Array(sizeOf(node.shape));
    for (let [i, j, k] = [0, 0, 0]; i < out.length; i += 1) {
      out[i] = f(a![j]!, b![k]!);
      j = j + 1 < a!.length ? j + 1 : 0;
      k = k + 1 < b!.length ? k + 1 : 0;
    }
    return out;
  };

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
export const add = binary((a, b) => a + b);
export const mul = binary((a, b) => a * b);
export const scale: Kernel<'scale'> = (node, [x]) => x!.map((v) => v * node.attrs.factor);
export const shift: Kernel<'shift'> = (node, [x]) => x!.map((v) => v + node.attrs.offset);
