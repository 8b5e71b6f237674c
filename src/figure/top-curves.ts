import { axisX, axisY, gridX, gridY, line } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { COLUMN_WIDTH, GUIDE, SERIES } from './style.ts';

export interface TopCurve {
  readonly name: string;
  /** k and the value at k. */
  readonly points: readonly (readonly [k: number, value: number])[];
}

export interface TopSpec {
  readonly title: string;
  readonly label: string;
  readonly curves: readonly TopCurve[];
  /** Drawn dashed: what chance gives. */
  readonly chance: TopCurve;
  readonly width?: number;
}

/** Dashes tell curves of the same colour apart when there are more of them than colours. */
const DASHES = ['none', '5 2', '1.5 2'];

/** A value over the number of architectures kept, k on a logarithmic scale: one curve a proxy, beside chance. */
export function topCurves({ title, label, curves, chance, width = COLUMN_WIDTH }: TopSpec): string {
  const points = (curve: TopCurve) => curve.points.map(([k, value]) => ({ k, value }));
  return renderFigure({
    title,
    legend: curves.map(({ name }, index) => ({ name, ...strokeOf(index) })),
    width,
    height: Math.round(width * 0.62),
    marginLeft: 44,
    marginBottom: 36,
    marginTop: 6,
    marginRight: 12,
    x: { type: 'log', label: null },
    // Small regrets are what matters, and 0, the end of every curve, has no logarithm.
    y: { type: 'sqrt', label: null, nice: true, ticks: 6 },
    marks: [
      gridX({ stroke: GUIDE, strokeOpacity: 0.2 }),
      gridY({ stroke: GUIDE, strokeOpacity: 0.2 }),
      axisX({
        labelArrow: 'none',
        label: 'architectures kept (dashed grey: chance)',
        labelAnchor: 'center',
        ticks: 5,
        tickFormat: '~s',
      }),
      axisY({ label, labelArrow: 'none', labelAnchor: 'center' }),
      line(points(chance), { x: 'k', y: 'value', stroke: GUIDE, strokeDasharray: '4 3' }),
      ...curves.map((curve, index) =>
        line(points(curve), {
          x: 'k',
          y: 'value',
          stroke: strokeOf(index).colour,
          strokeDasharray: strokeOf(index).dash,
        }),
      ),
    ],
  });
}

function strokeOf(index: number): { readonly colour: string; readonly dash: string } {
  return {
    colour: SERIES[index % SERIES.length]!,
    dash: DASHES[Math.floor(index / SERIES.length) % DASHES.length]!,
  };
}
