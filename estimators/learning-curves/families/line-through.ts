/** The least-squares line through points; level where all x are the same. */
export function lineThrough(x: Float64Array, y: Float64Array): { slope: number; level: number } {
  const n = x.length;
  const meanX = x.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < n; i += 1) {
    xx += (x[i]! - meanX) ** 2;
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  const slope = xx === 0 ? 0 : xy / xx;
  return { slope, level: meanY - slope * meanX };
}
