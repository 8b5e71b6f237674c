import { matrixOf } from '../matrix.ts';
import type { Encoding } from './encoding.ts';

/** What is told of the first epochs. */
const STATISTICS: readonly { readonly name: string; readonly of: (curve: readonly number[]) => number }[] = [
  { name: 'last', of: (curve) => curve.at(-1) ?? Number.NaN },
  { name: 'best', of: (curve) => (curve.length === 0 ? Number.NaN : Math.max(...curve)) },
  { name: 'mean', of: (curve) => curve.reduce((total, value) => total + value, 0) / curve.length },
  { name: 'last step', of: (curve) => (curve.at(-1) ?? Number.NaN) - (curve.at(-2) ?? curve.at(-1) ?? 0) },
  { name: 'slope', of: slope },
];

export const curve: Encoding = {
  name: 'curve',
  title: 'last, best, mean, last step and slope of the first epochs',
  cite: 'Baker et al., ICLR Workshop 2018; White et al. (OMNI), NeurIPS 2021',
  needs: 'curve',
  isRanked: true,
  fit: () => STATISTICS.map(({ name }) => name),
  encode: (samples, names) =>
    matrixOf(
      samples.map(({ curve }) => STATISTICS.map((statistic) => statistic.of(curve))),
      names.length,
    ),
};

/** Of the least-squares line, a step an epoch; 0 for a single epoch. */
function slope(curve: readonly number[]): number {
  const middle = (curve.length - 1) / 2;
  let [xy, xx] = [0, 0];
  curve.forEach((value, epoch) => {
    xy += (epoch - middle) * value;
    xx += (epoch - middle) ** 2;
  });
  return curve.length === 0 ? Number.NaN : xx === 0 ? 0 : xy / xx;
}
