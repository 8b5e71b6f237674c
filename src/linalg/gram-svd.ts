import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The singular values above rounding, descending, and what belongs to them. */
export interface GramSvd {
  readonly values: Float64Array;
  /** Right singular vectors: row k, of as many entries as the matrix has columns, belongs to value k. */
  readonly right: Float64Array;
  /** Left singular vectors, row k likewise. */
  readonly left: Float64Array;
}

/** Singular values below this share of the largest are rounding: they come as roots of eigenvalues. */
const RELATIVE_LIMIT = 1e-7;

/**
 * The singular value decomposition of a matrix (row-major, rows x columns) by the eigenvectors of the smaller of its
 * two Gram matrices; exact to about the square root of the precision relative to the largest value.
 */
export function gramSvd(matrix: Float64Array, rows: number, columns: number): GramSvd {
  const wide = columns > rows;
  const [size, other] = wide ? [rows, columns] : [columns, rows];
  const entry = wide
    ? (i: number, k: number): number => matrix[i * columns + k]!
    : (i: number, k: number): number => matrix[k * columns + i]!;
  const gram = Matrix.zeros(size, size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let total = 0;
      for (let k = 0; k < other; k += 1) total += entry(i, k) * entry(j, k);
      gram.set(i, j, total);
      gram.set(j, i, total);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, at) => at).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const largest = Math.sqrt(Math.max(0, realEigenvalues[order[0] ?? 0] ?? 0));
  const kept = order.filter((at) => Math.sqrt(Math.max(0, realEigenvalues[at]!)) > RELATIVE_LIMIT * largest);
  const values = Float64Array.from(kept, (at) => Math.sqrt(realEigenvalues[at]!));
  const near = new Float64Array(kept.length * size);
  const far = new Float64Array(kept.length * other);
  kept.forEach((at, k) => {
    for (let i = 0; i < size; i += 1) {
      const weight = eigenvectorMatrix.get(i, at);
      near[k * size + i] = weight;
      for (let o = 0; o < other; o += 1) far[k * other + o]! += (weight * entry(i, o)) / values[k]!;
    }
  });
  return wide ? { values, left: near, right: far } : { values, left: far, right: near };
}
