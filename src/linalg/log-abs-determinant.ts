import { ln } from '../elementary/ln.ts';

/** ln |det| of a matrix (row-major, n x n) by elimination with partial pivoting; -Infinity where it is singular. */
export function logAbsDeterminant(matrix: Float64Array, n: number): number {
  const a = Float64Array.from(matrix);
  let total = 0;
  for (let k = 0; k < n; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < n; i += 1) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    const value = a[pivot * n + k]!;
    total += ln(Math.abs(value));
    if (value === 0) return Number.NEGATIVE_INFINITY;
    for (let j = k; j < n; j += 1) {
      const entry = a[pivot * n + j]!;
      a[pivot * n + j] = a[k * n + j]!;
      a[k * n + j] = entry;
    }
    for (let i = k + 1; i < n; i += 1) {
      const factor = a[i * n + k]! / value;
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j += 1) a[i * n + j]! -= factor * a[k * n + j]!;
    }
  }
  return total;
}
