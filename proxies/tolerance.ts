/** Of the numbers that an engine computes with. */
export type Precision = 'float32' | 'float64';

const FLOAT64 = 1e-6;
/** Float32's rounding, through as many layers as there are. */
const FLOAT32 = 3e-4;

/** What differs: an exact count, a sum of positive terms only, a sum of signed ones, a difference of derivatives. */
const FLOAT32_OF: Readonly<Record<string, number>> = {
  params: 0,
  macs: 0,
  flops: 0,
  synflow: 1e-5,
  l2_norm: 1e-5,
  jacob_cov: 1e-4,
  plain: 1e-3,
  grasp: 2e-3,
};

/**
 * The one table of tolerances: how far, relative to {@link scaleOf} it, a score may be from its exact value. Where an
 * activation lies within rounding of zero, ReLU passes in one engine what it stops in another; a score that reads single
 * rows of the Jacobian (epe_nas) then jumps by per cents, and no tolerance covers that.
 */
export function toleranceOf(proxy: string, precision: Precision): number {
  return precision === 'float64' ? FLOAT64 : (FLOAT32_OF[proxy] ?? FLOAT32);
}

/** What a score is judged on the scale of: `plain` is a signed sum, and its terms are those of SNIP. */
export function scaleOf(proxy: string, scores: Readonly<Record<string, number>>): number {
  return Math.abs(scores[proxy === 'plain' ? 'snip' : proxy]!);
}
