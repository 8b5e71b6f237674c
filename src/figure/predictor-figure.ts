import { dot, line, ruleX } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { SERIES } from './style.ts';

export interface PredictorPoint {
  readonly series: string;
  /** Architectures trained. */
  readonly train: number;
  /** Of one fit. */
  readonly seconds: number;
  readonly value: number;
  /** Standard deviation over trials. */
  readonly deviation: number;
}

const LABELS = { train: 'architectures trained', seconds: 'seconds of a fit' } as const;

/** How well predictors order architectures, against what they cost: a line a series, standard deviations as bars. */
export function predictorFigure(figure: {
  readonly points: readonly PredictorPoint[];
  readonly x: keyof typeof LABELS;
  readonly measure: string;
  readonly target: string;
}): string {
  const { x, measure, target } = figure;
  const series = [...new Set(figure.points.map((point) => point.series))];
  const points = figure.points.filter((point) => point[x] > 0 && Number.isFinite(point.value));
  const channels = { x, y: 'value', stroke: 'series' } as const;
  return renderFigure({
    title: `${measure} with ${target} of predictors against ${LABELS[x]}`,
    legend: series,
    height: 260,
    x: {
      type: 'log',
      label: LABELS[x],
      ...(x === 'train'
        ? { ticks: [...new Set(points.map((p) => p.train))], tickFormat: (d: number) => String(d) }
        : {}),
    },
    y: { label: `${measure}, ${target}`, grid: true },
    color: { domain: series, range: [...SERIES] },
    marks: [
      ruleX(
        points.filter(({ deviation }) => Number.isFinite(deviation)),
        {
          x,
          y1: (p: PredictorPoint) => p.value - p.deviation,
          y2: (p: PredictorPoint) => p.value + p.deviation,
          stroke: 'series',
          strokeOpacity: 0.5,
        },
      ),
      line(points, channels),
      dot(points, { ...channels, fill: 'series', r: 2 }),
    ],
  });
}
