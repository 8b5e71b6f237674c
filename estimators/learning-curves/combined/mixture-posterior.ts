import type { FamilyFit } from '../fit-family.ts';
import type { SeenCurve } from '../seen-curve.ts';

/**
 * The density that a mixture of families is sampled from. A place holds, family by family, its parameters (rates as
 * logarithms), then a weight for each family, then the logarithm of the noise's deviation.
 */
export interface MixturePosterior {
  readonly size: number;
  /** A place near the families' fits, by `size` + 1 normals from `normal`. */
  start(normal: (position: number) => number): Float64Array;
  /** Logarithm of the density but for a constant; minus infinity outside the prior. */
  logDensity(place: Float64Array): number;
  /** The mixture's value at the target epoch, and the noise's deviation. */
  predict(place: Float64Array): { readonly value: number; readonly deviation: number };
}

/** Values beyond so many times the largest seen are beyond belief, where the metric itself knows no bound. */
const BELIEVABLE = 4;

/**
 * Normal noise of unknown deviation about sum w_k f_k / sum w_k (Domhan et al., IJCAI 2015). The prior is even over
 * weights in (0, 1], parameters within their bounds, rates and the deviation on a logarithmic scale; every family must by itself run within
 * the metric's range at the first epoch, the last seen and the target; and the mixture may not end worse than it began.
 */
export function mixturePosterior(curve: SeenCurve, fits: readonly FamilyFit[]): MixturePosterior {
  const seen = curve.values.flatMap((value, i) => (Number.isFinite(value) ? [{ value, epoch: i + 1 }] : []));
  const values = Float64Array.from(seen, ({ value }) => value);
  const epochs = Float64Array.from([...seen.map(({ epoch }) => epoch), curve.target]);
  const n = values.length;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  const low = Math.max(curve.range.low, -BELIEVABLE * largest);
  const high = Math.min(curve.range.high, BELIEVABLE * largest);
  const sign = curve.better === 'higher' ? 1 : -1;
  const parts = fits.map((fit) => ({
    fit,
    family: fit.family,
    buffer: new Float64Array(fit.parameters.length),
  }));
  const size = parts.reduce((sum, { buffer }) => sum + buffer.length + 1, 1);
  const mixture = new Float64Array(n + 1);

  /** Fills `mixture`; false outside the prior. */
  const mix = (place: Float64Array): boolean => {
    mixture.fill(0);
    let offset = 0;
    let weightAt = size - 1 - parts.length;
    let total = 0;
    for (const { family, buffer } of parts) {
      const weight = place[weightAt]!;
      if (!(weight > 0 && weight <= 1)) return false;
      for (let i = 0; i < buffer.length; i += 1) {
        const { role, origin = 0, low, high } = family.parameters[i]!;
        const value = role === 'rate' ? origin + Math.exp(place[offset + i]!) : place[offset + i]!;
        if (!(value >= low && value <= high)) return false;
        buffer[i] = value;
      }
      for (let i = 0; i <= n; i += 1) {
        const value = family.value(buffer, epochs[i]!);
        if ((i === 0 || i >= n - 1) && !(value >= low && value <= high)) return false;
        mixture[i]! += weight * value;
      }
      offset += buffer.length;
      weightAt += 1;
      total += weight;
    }
    for (let i = 0; i <= n; i += 1) mixture[i]! /= total;
    return sign * (mixture[n]! - mixture[0]!) >= 0;
  };

  return {
    size,
    start(normal) {
      const place = new Float64Array(size);
      let at = 0;
      for (const { fit, family } of parts) {
        family.parameters.forEach(({ role, origin = 0 }, i) => {
          const value = fit.parameters[i]!;
          const error = fit.errors[i]!;
          const step = Number.isFinite(error)
            ? Math.min(error, 0.05 * Math.abs(value))
            : 0.01 * Math.abs(value);
          place[at] =
            role === 'rate'
              ? Math.log(value - origin) + (step / (value - origin)) * normal(at)
              : value + step * normal(at);
          at += 1;
        });
      }
      for (let k = 0; k < parts.length; k += 1, at += 1) place[at] = 0.5 + 0.1 * normal(at);
      const deviation = Math.min(...fits.map((fit) => fit.deviation));
      place[at] = Math.log(Math.max(deviation, 1e-5 * largest)) + 0.1 * normal(at);
      return place;
    },
    logDensity(place) {
      const logDeviation = place[size - 1]!;
      if (!(logDeviation >= Math.log(1e-6 * largest) && logDeviation <= Math.log(largest))) {
        return Number.NEGATIVE_INFINITY;
      }
      if (!mix(place)) return Number.NEGATIVE_INFINITY;
      let squares = 0;
      for (let i = 0; i < n; i += 1) squares += (values[i]! - mixture[i]!) ** 2;
      return -n * logDeviation - squares / (2 * Math.exp(2 * logDeviation));
    },
    predict(place) {
      mix(place);
      return { value: mixture[n]!, deviation: Math.exp(place[size - 1]!) };
    },
  };
}
