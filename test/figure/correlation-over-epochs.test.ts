import { expect, it } from 'vitest';
import { correlationOverEpochs } from '../../src/figure/correlation-over-epochs.ts';

it('draws a band, a line, points and the dashed model of each series, the same bytes each time', () => {
  const points = [1, 10, 100].map((epoch, i) => ({
    epoch,
    value: i / 4,
    low: i / 4 - 0.1,
    high: i / 4 + 0.1,
  }));
  const model = points.map(({ epoch, value }) => ({ epoch, value: value + 0.05 }));
  const series = [
    { name: 'seed 0', points, model },
    { name: 'seed 1', points },
  ];
  const svg = correlationOverEpochs(series, 'Spearman');
  expect(correlationOverEpochs(series, 'Spearman')).toBe(svg);
  expect(svg.match(/<circle/g)).toHaveLength(6);
  expect(svg.match(/stroke-dasharray="4,3"/g)).toHaveLength(1);
  expect(svg.match(/fill-opacity="0.15"/g)).toHaveLength(1);
  for (const text of ['seed 0', 'seed 1', 'epochs', '>100<']) expect(svg).toContain(text);
});
