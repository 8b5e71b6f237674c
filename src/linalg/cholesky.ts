/** The lower triangular L with L L' = matrix (row-major, n x n); undefined where the matrix is not positive definite. */
export function cholesky(matrix: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const rest = matrix[i * n + j]! - dot(lower, i * n, lower, j * n, j);
      if (j < i) lower[i * n + j] = rest / lower[j * n + j]!;
      else if (rest > 0) lower[i * n + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return lower;
}

/** The x with L x = b. */
export function solveLower(lower: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i += 1) x[i] = (b[i]! - dot(lower, i * n, x, 0, i)) / lower[i * n + i]!;
  return x;
}

/** The x with L' x = b. */
export function solveUpper(lower: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = n - 1; i >= 0; i -= 1) {
    const value = x[i]! / lower[i * n + i]!;
    x[i] = value;
    for (let j = 0; j < i; j += 1) x[j]! -= lower[i * n + j]! * value;
  }
  return x;
}

/** The inverse of L L' (row-major, n x n). */
export function inverseOfFactored(lower: Float64Array, n: number): Float64Array {
  // Row j of `columns` is column j of the inverse of L, zero before j: products of rows run along memory.
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) {
    columns[j * n + j] = 1 / lower[j * n + j]!;
    for (let i = j + 1; i < n; i += 1) {
      columns[j * n + i] = -dot(lower, i * n + j, columns, j * n + j, i - j) / lower[i * n + i]!;
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const value = dot(columns, i * n + i, columns, j * n + i, n - i);
      inverse[i * n + j] = value;
      inverse[j * n + i] = value;
    }
  }
  return inverse;
}

/** Four sums side by side, so that an addition need not wait for the one before. */
function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += a[atA + k]! * b[atB + k]!;
    s1 += a[atA + k + 1]! * b[atB + k + 1]!;
    s2 += a[atA + k + 2]! * b[atB + k + 2]!;
    s3 += a[atA + k + 3]! * b[atB + k + 3]!;
  }
  for (; k < length; k += 1) s0 += a[atA + k]! * b[atB + k]!;
  return s0 + s1 + (s2 + s3);
}
