import { matrixOf } from '../matrix.ts';
import type { Encoding } from './encoding.ts';
import { cellOf, viewOf } from './needs.ts';

export const operations: Encoding = {
  name: 'operations',
  title: 'number of nodes with each operation',
  cite: 'White et al., NeurIPS 2020',
  needs: 'cell',
  isRanked: false,
  fit: (_, context) => viewOf(context).operations.map(({ name }) => name),
  encode: (samples, names) =>
    matrixOf(
      samples.map((sample) => {
        const row = new Float64Array(names.length);
        for (const operation of cellOf(sample).operations) if (operation >= 0) row[operation]! += 1;
        return row;
      }),
      names.length,
    ),
};
