/**
 * Minimises |columns p - y|^2 over low <= p <= high, for at most two columns of length n, into `out`: the free
 * solution where it lies in the box, else the best on its edges, which is the minimum since the cost is convex.
 * @returns a bit mask of the parameters that were left free to move
 */
export function boxLeastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
  low: readonly number[],
  high: readonly number[],
  out: Float64Array,
): number {
  const [first, second] = columns;
  if (first === undefined) return 0;
  if (second === undefined) {
    const free = dot(first, y) / dot(first, first);
    out[0] = clamp(free, low[0]!, high[0]!);
    return out[0] === free ? 1 : 0;
  }
  solveTwo(first, second, y, out);
  const inside = (i: number): boolean => out[i]! >= low[i]! && out[i]! <= high[i]!;
  // NaN, from columns that are not finite, is nobody's minimum: the cost will say so.
  if ((inside(0) && inside(1)) || Number.isNaN(out[0]! + out[1]!)) return 3;
  let best = Number.POSITIVE_INFINITY;
  let chosen: [number, number, number] = [out[0]!, out[1]!, 3];
  for (const fixed of [0, 1]) {
    const other = 1 - fixed;
    const free = columns[other]!;
    const held = columns[fixed]!;
    for (const bound of [low[fixed]!, high[fixed]!]) {
      if (!Number.isFinite(bound)) continue;
      const wanted = (dot(free, y) - bound * dot(free, held)) / dot(free, free);
      const value = clamp(wanted, low[other]!, high[other]!);
      let cost = 0;
      for (let i = 0; i < y.length; i += 1) cost += (y[i]! - bound * held[i]! - value * free[i]!) ** 2;
      if (cost >= best) continue;
      best = cost;
      const mask = value === wanted ? 1 << other : 0;
      chosen = fixed === 0 ? [bound, value, mask] : [value, bound, mask];
    }
  }
  out[0] = chosen[0];
  out[1] = chosen[1];
  return chosen[2];
}

/** By orthogonalisation, twice as many digits as the normal equations; of parallel columns the second gets nothing. */
function solveTwo(first: Float64Array, second: Float64Array, y: Float64Array, out: Float64Array): void {
  const norm1 = dot(first, first);
  const share = dot(first, second) / norm1;
  const norm2 = dot(second, second);
  let left = 0;
  let rest = 0;
  const level = dot(first, y) / norm1;
  for (let i = 0; i < y.length; i += 1) {
    const q = second[i]! - share * first[i]!;
    left += q * q;
    rest += q * (y[i]! - level * first[i]!);
  }
  out[1] = left <= 1e-26 * norm2 ? 0 : rest / left;
  out[0] = level - share * out[1]!;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
