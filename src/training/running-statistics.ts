/** Weight of the newest batch in the running statistics: PyTorch's default. */
const MOMENTUM = 0.1;

/** Running mean and variance of one batch normalisation, each [channels]. */
export interface RunningStatistics {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** Takes a batch's statistics in, with the weight of the newest; `variance` is biased, the running one is not. */
export function updateRunning(
  running: RunningStatistics,
  mean: Float64Array,
  variance: Float64Array,
  count: number,
  weight = MOMENTUM,
): void {
  const unbiased = count / (count - 1);
  for (let c = 0; c < mean.length; c += 1) {
    running.mean[c] = (1 - weight) * running.mean[c]! + weight * mean[c]!;
    running.variance[c] = (1 - weight) * running.variance[c]! + weight * unbiased * variance[c]!;
  }
}
