/** Lags up to so many times are summed: Sokal's window, as in emcee. */
const WINDOW = 5;

/**
 * The integrated autocorrelation time of several chains of one quantity: how many steps count as one independent
 * sample. The autocorrelations are averaged over the chains and summed up to five times themselves (Sokal, 1997). NaN
 * where no chain moves.
 */
export function autocorrelationTime(chains: readonly ArrayLike<number>[]): number {
  const steps = chains[0]?.length ?? 0;
  const centred = chains.map((chain) => {
    const values = Float64Array.from(chain);
    const mean = values.reduce((sum, value) => sum + value, 0) / steps;
    return values.map((value) => value - mean);
  });
  const covariance = (lag: number): number => {
    let sum = 0;
    for (const chain of centred) {
      for (let t = 0; t + lag < steps; t += 1) sum += chain[t]! * chain[t + lag]!;
    }
    return sum;
  };
  const variance = covariance(0);
  if (!(variance > 0)) return Number.NaN;
  let time = 1;
  for (let lag = 1; lag < steps; lag += 1) {
    time += (2 * covariance(lag)) / variance;
    if (lag >= WINDOW * time) break;
  }
  return Math.max(time, 1);
}
