import type { SgdOptions } from './recipe.ts';

/**
 * One step of stochastic gradient descent on one parameter, in place, as `torch.optim.SGD` takes it:
 * g += weightDecay * w; velocity = momentum * velocity + g; w -= rate * (nesterov ? g + momentum * velocity : velocity).
 * A velocity of zeros at the start equals PyTorch's first step.
 */
export function sgdStep(
  weight: Float32Array,
  gradient: Float64Array | Float32Array,
  velocity: Float32Array,
  rate: number,
  { momentum, nesterov, weightDecay }: SgdOptions,
): void {
  for (let i = 0; i < weight.length; i += 1) {
    const g = gradient[i]! + weightDecay * weight[i]!;
    const v = momentum * velocity[i]! + g;
    velocity[i] = v;
    weight[i] = weight[i]! - rate * (nesterov ? g + momentum * v : v);
  }
}
