/**
 * Pearson correlations between rows, from the Gram matrix of the centred rows (row-major, n x n), as numpy's corrcoef
 * gives them: clipped to [-1, 1], NaN for a row without variance.
 */
export function correlationOf(gram: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const r = gram[i * n + j]! / Math.sqrt(gram[i * n + i]!) / Math.sqrt(gram[j * n + j]!);
      out[i * n + j] = Math.max(-1, Math.min(1, r));
    }
  }
  return out;
}
