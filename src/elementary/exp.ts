import { LN2_HIGH, LN2_LOW } from './ln2.ts';
import { scaled } from './scaled.ts';

/** Of the series of exp(r) - 1 - r, for |r| up to ln 2 / 2: beyond r^14 the terms are below a double's last bit. */
const TERMS = Array.from({ length: 13 }, (_, k) => {
  let factorial = 1;
  for (let i = 2; i <= k + 2; i += 1) factorial *= i;
  return 1 / factorial;
});
/** Beyond these the result is infinite, or 0. */
const [LARGEST, LEAST] = [709.782712893384, -745.1332191019412];

/** e to the power of x, to a unit in the last place and the same bit on every machine, which `Math.exp` is not. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < LEAST) return 0;
  const exponent = Math.round(x / Math.LN2);
  const high = x - exponent * LN2_HIGH;
  const low = exponent * LN2_LOW;
  const r = high - low;
  let rest = 0;
  for (let k = TERMS.length - 1; k >= 0; k -= 1) rest = rest * r + TERMS[k]!;
  return scaled(1 + (high - (low - r * r * rest)), exponent);
}
