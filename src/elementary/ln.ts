import { LN2_HIGH, LN2_LOW } from './ln2.ts';
import { exponentOf, scaled } from './scaled.ts';

/** Powers of s² up to which 2 artanh(s) is taken: beyond the twelfth they are below a double's last bit. */
const TERMS = Array.from({ length: 12 }, (_, k) => 2 / (2 * k + 3));

/**
 * The natural logarithm to a unit in the last place, and to the same bit on every machine: `Math.log` is compiled with fused
 * multiply-add where the processor's kind always has it, so that its last bit differs there.
 */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let exponent = exponentOf(x);
  let fraction = scaled(x, -exponent);
  if (fraction > Math.SQRT2) {
    fraction /= 2;
    exponent += 1;
  }
  // ln(1 + f) = 2 artanh(s) with s = f / (2 + f), whose first term 2s is f - s f.
  const f = fraction - 1;
  const s = f / (2 + f);
  const z = s * s;
  let rest = 0;
  for (let k = TERMS.length - 1; k >= 0; k -= 1) rest = (rest + TERMS[k]!) * z;
  return exponent * LN2_HIGH - (s * (f - rest) - exponent * LN2_LOW - f);
}
