import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** A = U diag(s) V' of a matrix with n rows and d columns, r = min(n, d). */
export interface ThinSvd {
  readonly rank: number;
  /** n x r, row-major. */
  readonly left: Float64Array;
  /** Falling. */
  readonly values: Float64Array;
  /** d x r, row-major. */
  readonly right: Float64Array;
}

/** The thin singular value decomposition of a row-major matrix. */
export function thinSvd(matrix: Float64Array, n: number, d: number): ThinSvd {
  const a = Matrix.from1DArray(n, d, matrix);
  const svd = new SingularValueDecomposition(a, { autoTranspose: true });
  const rank = Math.min(n, d);
  const flat = (source: Matrix, rows: number): Float64Array => {
    const out = new Float64Array(rows * rank);
    for (let i = 0; i < rows; i += 1) for (let j = 0; j < rank; j += 1) out[i * rank + j] = source.get(i, j);
    return out;
  };
  return {
    rank,
    left: flat(svd.leftSingularVectors, n),
    values: Float64Array.from(svd.diagonal.slice(0, rank)),
    right: flat(svd.rightSingularVectors, d),
  };
}
