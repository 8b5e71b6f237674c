import { matrixOf } from '../matrix.ts';
import type { Encoding } from './encoding.ts';

export const scores: Encoding = {
  name: 'scores',
  title: 'zero-cost scores',
  cite: 'White et al., NeurIPS 2021; Krishnakumar et al., NeurIPS 2022',
  needs: 'scores',
  isRanked: true,
  fit: (_, { proxies }) => proxies,
  encode: (samples, names) =>
    matrixOf(
      samples.map((sample) => sample.scores),
      names.length,
    ),
};
