import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/**
 * (A'A)^-1 of a matrix given by its columns, by the singular values of A with columns of unit length: the covariance
 * of least-squares parameters but for the variance of the noise. Directions that A does not see (singular values below
 * 1e-13 of the largest) contribute nothing, as in scipy's `curve_fit`; `rank` tells how many are left.
 */
export function inverseGram(columns: readonly Float64Array[]): { inverse: Float64Array; rank: number } {
  const k = columns.length;
  const n = columns[0]?.length ?? 0;
  const inverse = new Float64Array(k * k);
  const norms = columns.map((column) => Math.hypot(...column));
  if (k === 0 || n === 0 || !norms.every((norm) => norm > 0 && Number.isFinite(norm)))
    return { inverse: inverse.fill(Number.NaN), rank: 0 };
  const matrix = new Matrix(n, k);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i += 1) matrix.set(i, j, column[i]! / norms[j]!);
  });
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix, { autoTranspose: true });
  let rank = 0;
  for (let s = 0; s < Math.min(n, k); s += 1) {
    if (!(diagonal[s]! > 1e-13 * diagonal[0]!)) continue;
    rank += 1;
    for (let i = 0; i < k; i += 1) {
      for (let j = 0; j < k; j += 1) {
        const product = rightSingularVectors.get(i, s) * rightSingularVectors.get(j, s);
        inverse[i * k + j]! += product / (diagonal[s]! ** 2 * norms[i]! * norms[j]!);
      }
    }
  }
  return { inverse, rank };
}
