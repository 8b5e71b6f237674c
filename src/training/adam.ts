export interface AdamOptions {
  /** Decay of the running means of the gradient and of its square. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: the weight shrinks by rate * weightDecay a step, whatever the gradient. */
  readonly weightDecay: number;
}

export const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

/** Running means of a parameter's gradient and of its square, zero at the start. */
export interface AdamMoments {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export function adamMoments(size: number): AdamMoments {
  return { first: new Float64Array(size), second: new Float64Array(size) };
}

/**
 * One step of Adam (Kingma and Ba, ICLR 2015) on one parameter, in place, as `torch.optim.AdamW` takes it (Loshchilov
 * and Hutter, ICLR 2019); without weight decay that is `torch.optim.Adam`.
 * @param step counts from 1
 */
export function adamStep(
  weight: Float32Array,
  gradient: Float64Array | Float32Array,
  { first, second }: AdamMoments,
  step: number,
  rate: number,
  { beta1, beta2, epsilon, weightDecay }: AdamOptions = ADAM,
): void {
  const unbias = Math.sqrt(1 - beta2 ** step);
  const stride = rate / (1 - beta1 ** step);
  for (let i = 0; i < weight.length; i += 1) {
    const g = gradient[i]!;
    const m = beta1 * first[i]! + (1 - beta1) * g;
    const v = beta2 * second[i]! + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    const kept = weight[i]! * (1 - rate * weightDecay);
    weight[i] = kept - (stride * m) / (Math.sqrt(v) / unbias + epsilon);
  }
}
