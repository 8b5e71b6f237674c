import { areaY, dot, line, ruleX, text } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { COLUMN_WIDTH, GUIDE, INK, SERIES } from './style.ts';

/** A learning curve with a fit of its beginning; arrays hold one value an epoch, from the first. */
export interface CurveFitPanel {
  readonly title: string;
  /** NaN where there is none. */
  readonly values: readonly number[];
  /** Epochs that the fit has seen. */
  readonly seen: number;
  readonly fit: readonly { readonly value: number; readonly low: number; readonly high: number }[];
}

/** Pixels that a curve's panel is high. */
const PANEL_HEIGHT = 130;

/** Learning curves beneath each other: what was seen as full dots, the truth after it as open ones, the fit and its band. */
export function curveFitsFigure(panels: readonly CurveFitPanel[], metric: string): string {
  const points = panels.flatMap(({ title, values, seen }) =>
    values.flatMap((value, i) =>
      Number.isFinite(value) ? [{ title, epoch: i + 1, value, isSeen: i < seen }] : [],
    ),
  );
  const fits = panels.flatMap(({ title, fit }) => fit.map((at, i) => ({ title, epoch: i + 1, ...at })));
  const extremes = points.map(({ value }) => value);
  const spread = Math.max(...extremes) - Math.min(...extremes);
  // A band that explodes leaves the frame, and the curve stays in sight.
  const domain = [Math.min(...extremes) - 0.15 * spread, Math.max(...extremes) + 0.15 * spread];
  const held = (value: number): number => Math.min(Math.max(value, domain[0]!), domain[1]!);
  return renderFigure({
    title: `Learning curves and their fits: ${metric}`,
    legend: ['fit', 'seen'],
    width: COLUMN_WIDTH,
    height: 50 + PANEL_HEIGHT * panels.length,
    marginLeft: 44,
    x: { label: 'epoch', nice: true },
    y: { label: metric, domain, ticks: 4 },
    fy: { axis: null, domain: panels.map(({ title }) => title) },
    marks: [
      areaY(
        fits.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high)),
        {
          x: 'epoch',
          y1: ({ low }) => held(low),
          y2: ({ high }) => held(high),
          fy: 'title',
          fill: SERIES[0],
          fillOpacity: 0.15,
        },
      ),
      ruleX(panels, {
        x: ({ seen }: CurveFitPanel) => seen + 0.5,
        fy: 'title',
        stroke: GUIDE,
        strokeDasharray: '2,3',
      }),
      line(fits, {
        x: 'epoch',
        y: ({ value }) => held(value),
        fy: 'title',
        stroke: SERIES[0],
        strokeWidth: 1.5,
      }),
      dot(
        points.filter(({ isSeen }) => isSeen),
        { x: 'epoch', y: 'value', fy: 'title', r: 2, fill: SERIES[1] },
      ),
      dot(
        points.filter(({ isSeen }) => !isSeen),
        { x: 'epoch', y: 'value', fy: 'title', r: 1.5, stroke: INK, strokeWidth: 0.7 },
      ),
      text(panels, {
        text: 'title',
        fy: 'title',
        frameAnchor: 'bottom-right',
        textAnchor: 'end',
        lineAnchor: 'bottom',
        dx: -2,
        dy: -3,
      }),
    ],
  });
}
