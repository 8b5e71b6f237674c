import { areaY, dot, gridY, line } from '@observablehq/plot';
import { renderFigure } from './figure.ts';

/** Correlations of one series, by epoch in ascending order. */
export interface CorrelationSeries {
  readonly name: string;
  readonly points: readonly {
    readonly epoch: number;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** A curve beside the points, dashed: what a model says. */
  readonly model?: readonly { readonly epoch: number; readonly value: number }[];
}

/** Rank correlation over training: points in bands of their intervals, models dashed, epochs on a logarithmic axis. */
export function correlationOverEpochs(series: readonly CorrelationSeries[], label: string): string {
  const points = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const models = series.flatMap(({ name, model = [] }) => model.map((point) => ({ ...point, name })));
  const names = series.map(({ name }) => name);
  return renderFigure({
    title: `${label} over the epochs of training`,
    height: 220,
    ...(names.length > 1 ? { legend: names } : {}),
    color: { domain: names },
    x: {
      type: 'log',
      label: 'epochs',
      ticks: [...new Set(points.map(({ epoch }) => epoch))],
      tickFormat: 'd',
    },
    y: { label, grid: false },
    marks: [
      gridY({ strokeOpacity: 0.15 }),
      areaY(points, { x: 'epoch', y1: 'low', y2: 'high', fill: 'name', fillOpacity: 0.15 }),
      line(points, { x: 'epoch', y: 'value', stroke: 'name' }),
      dot(points, { x: 'epoch', y: 'value', fill: 'name', r: 2.5 }),
      line(models, { x: 'epoch', y: 'value', stroke: 'name', strokeDasharray: '4,3' }),
    ],
  });
}
