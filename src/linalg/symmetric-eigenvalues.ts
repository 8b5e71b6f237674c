/**
 * Eigenvalues of a symmetric matrix (row-major, n x n), ascending: Householder reduction to tridiagonal form, then
 * implicit QL shifts (Golub and Van Loan, Matrix Computations, section 8.3). NaN throughout when an entry is not finite.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  if (!matrix.every(Number.isFinite)) return new Float64Array(n).fill(Number.NaN);
  const a = Float64Array.from(matrix);
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  tridiagonalise(a, n, diagonal, offDiagonal);
  diagonaliseByQl(diagonal, offDiagonal, n);
  return diagonal.sort();
}

function tridiagonalise(a: Float64Array, n: number, diagonal: Float64Array, offDiagonal: Float64Array): void {
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 2; k += 1) {
    let norm2 = 0;
    for (let i = k + 1; i < n; i += 1) norm2 += a[i * n + k]! ** 2;
    const head = a[(k + 1) * n + k]!;
    const alpha = head > 0 ? -Math.sqrt(norm2) : Math.sqrt(norm2);
    offDiagonal[k] = alpha;
    diagonal[k] = a[k * n + k]!;
    const beta = norm2 - alpha * head;
    if (beta === 0) continue;
    // The reflection I - v v' / beta maps column k below the diagonal to (alpha, 0, …, 0).
    for (let i = k + 1; i < n; i += 1) v[i] = a[i * n + k]!;
    v[k + 1]! -= alpha;
    let dot = 0;
    for (let i = k + 1; i < n; i += 1) {
      let total = 0;
      for (let j = k + 1; j < n; j += 1) total += a[i * n + j]! * v[j]!;
      p[i] = total / beta;
      dot += p[i]! * v[i]!;
    }
    for (let i = k + 1; i < n; i += 1) p[i]! -= (dot / (2 * beta)) * v[i]!;
    for (let i = k + 1; i < n; i += 1) {
      for (let j = k + 1; j < n; j += 1) a[i * n + j]! -= v[i]! * p[j]! + p[i]! * v[j]!;
    }
  }
  for (let k = Math.max(0, n - 2); k < n; k += 1) diagonal[k] = a[k * n + k]!;
  if (n > 1) offDiagonal[n - 2] = a[(n - 1) * n + n - 2]!;
}

function diagonaliseByQl(d: Float64Array, e: Float64Array, n: number): void {
  for (let l = 0; l < n; l += 1) {
    for (let sweep = 0; sweep < 60; sweep += 1) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m += 1;
      if (m === l) break;
      const slope = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let g = d[m]! - d[l]! + e[l]! / (slope + Math.sign(slope || 1) * Math.hypot(slope, 1));
      let sine = 1;
      let cosine = 1;
      let shift = 0;
      for (let i = m - 1; i >= l; i -= 1) {
        const f = sine * e[i]!;
        const b = cosine * e[i]!;
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= shift;
          e[m] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1]! - shift;
        const t = (d[i]! - g) * sine + 2 * cosine * b;
        shift = sine * t;
        d[i + 1] = g + shift;
        g = cosine * t - b;
      }
      d[l]! -= shift;
      e[l] = g;
      e[m] = 0;
    }
  }
}
