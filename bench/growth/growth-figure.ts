import { dot, line, ruleX } from '@observablehq/plot';
import { renderFigure } from '../../src/figure/figure.ts';
import { GUIDE, PAGE_WIDTH } from '../../src/figure/style.ts';
import type { Extents } from './seconds-for.ts';

/** One measurement: all but one quantity as usual. */
export interface GrowthPoint {
  readonly work: string;
  readonly quantity: string;
  readonly value: number;
  readonly seconds: number;
}

/** Seconds against each quantity, in multiples of the usual, both on logarithmic scales. */
export function growthFigure(points: readonly GrowthPoint[], usual: Extents): string {
  const works = [...new Set(points.map(({ work }) => work))];
  const relative = points.map(({ work, quantity, value, seconds }) => {
    const at = usual[quantity as keyof Extents];
    return { work, quantity: `${quantity} (${at})`, times: value / at, seconds };
  });
  return renderFigure({
    title: 'Seconds an architecture by batch, channels, cells and image size',
    legend: works,
    width: PAGE_WIDTH,
    height: 220,
    x: {
      type: 'log',
      base: 2,
      label: 'times the usual',
      ticks: [0.25, 0.5, 1],
      tickFormat: (x: number) => String(x),
    },
    y: { type: 'log', label: 'seconds', grid: true, tickFormat: (y: number) => String(y), ticks: 3 },
    fx: { label: null, domain: relative.map(({ quantity }) => quantity) },
    color: { domain: works },
    marks: [
      ruleX([1], { stroke: GUIDE, strokeDasharray: '2,2' }),
      line(relative, { x: 'times', y: 'seconds', fx: 'quantity', stroke: 'work' }),
      dot(relative, { x: 'times', y: 'seconds', fx: 'quantity', fill: 'work', r: 2 }),
    ],
  });
}
