import { axisX, axisY, dot, gridX, ruleX, ruleY } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { COLUMN_WIDTH, GUIDE, SERIES, SYMBOLS, textWidth } from './style.ts';

/** An estimate with its interval; both ends NaN where there is none. */
export interface ForestPoint {
  readonly row: string;
  readonly series: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface ForestSpec {
  readonly title: string;
  readonly label: string;
  readonly points: readonly ForestPoint[];
  readonly width?: number;
}

/** Estimates with intervals, a line a row, the series of a row below each other in colours and shapes of their own. */
export function forestPlot({ title, label, points, width = COLUMN_WIDTH }: ForestSpec): string {
  const rows = [...new Set(points.map(({ row }) => row))];
  const series = [...new Set(points.map(({ series }) => series))];
  const step = 1 / (series.length + 1);
  const placed = points
    .filter(({ value }) => !Number.isNaN(value))
    .map((point) => ({
      ...point,
      at: rows.indexOf(point.row) + (series.indexOf(point.series) + 1) * step - 0.5,
    }));
  const lineHeight = Math.max(14, 7 * series.length);
  const margin = 10 + Math.max(...rows.map((row) => textWidth(row)));
  return renderFigure({
    title,
    ...(series.length > 1 ? { legend: series } : {}),
    width,
    height: rows.length * lineHeight + 46,
    marginLeft: margin,
    marginTop: 6,
    marginRight: 8,
    marginBottom: 36,
    x: { label: null, nice: true },
    y: { domain: [rows.length - 0.5, -0.5], label: null },
    color: { domain: series, range: series.map((_, i) => SERIES[i % SERIES.length]!) },
    symbol: { domain: series, range: series.map((_, i) => SYMBOLS[i % SYMBOLS.length]!) },
    marks: [
      gridX({ stroke: GUIDE, strokeOpacity: 0.25 }),
      ruleX([0], { stroke: GUIDE }),
      axisX({ label, labelArrow: 'none', labelAnchor: 'center', anchor: 'bottom' }),
      axisY(
        rows.map((_, i) => i),
        { tickFormat: (i: number) => rows[i] ?? '', tickSize: 0, label: null },
      ),
      ruleY(
        placed.filter(({ low }) => !Number.isNaN(low)),
        { y: 'at', x1: 'low', x2: 'high', stroke: 'series', strokeWidth: 1.2 },
      ),
      dot(placed, { y: 'at', x: 'value', fill: 'series', symbol: 'series', r: 2.6 }),
    ],
  });
}
