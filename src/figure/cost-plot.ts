import { axisX, axisY, dot, gridX, gridY, line, ruleX, text } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { placeLabels } from './place-labels.ts';
import { COLUMN_WIDTH, GUIDE, SERIES } from './style.ts';

const LABEL_SIZE = 9;

export interface CostPoint {
  readonly name: string;
  /** Seconds an architecture, above 0. */
  readonly seconds: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface CostSpec {
  readonly title: string;
  readonly label: string;
  readonly points: readonly CostPoint[];
  readonly width?: number;
}

/** What a proxy says against what it costs, the seconds on a logarithmic scale, a line through those that no other beats in both. */
export function costPlot({ title, label, points, width = COLUMN_WIDTH }: CostSpec): string {
  const defined = points
    .filter(({ value }) => !Number.isNaN(value))
    .toSorted((a, b) => a.seconds - b.seconds || b.value - a.value);
  let best = Number.NEGATIVE_INFINITY;
  const front = defined.filter(({ value }) => {
    const ahead = value > best;
    if (ahead) best = value;
    return ahead;
  });
  const height = Math.round(width * 0.8);
  const margin = { left: 44, right: 12, top: 10, bottom: 36 };
  const [least, most] = [defined[0]?.seconds ?? 1, defined.at(-1)?.seconds ?? 1];
  const x = [least / 1.5, most * 3] as const;
  const ends = defined
    .flatMap(({ value, low, high }) => [value, low, high])
    .filter((end) => !Number.isNaN(end));
  const room = (Math.max(...ends) - Math.min(...ends)) * 0.04 + 0.01;
  const y = [Math.min(...ends) - room, Math.max(...ends) + room] as const;
  // Where Plot's scales will put the points: the labels go where there is room beside them.
  const labels = placeLabels(
    defined.map(({ name, seconds, value }) => ({
      text: name,
      x:
        margin.left +
        (width - margin.left - margin.right) * (Math.log(seconds / x[0]) / Math.log(x[1] / x[0])),
      y: height - margin.bottom - (height - margin.top - margin.bottom) * ((value - y[0]) / (y[1] - y[0])),
    })),
    LABEL_SIZE,
    { left: margin.left + 2, right: width },
  );
  return renderFigure({
    title,
    width,
    height,
    marginLeft: margin.left,
    marginBottom: margin.bottom,
    marginRight: margin.right,
    marginTop: margin.top,
    x: { type: 'log', label: null, domain: [...x] },
    y: { label: null, domain: [...y] },
    marks: [
      gridX({ stroke: GUIDE, strokeOpacity: 0.2 }),
      gridY({ stroke: GUIDE, strokeOpacity: 0.2 }),
      axisX({
        label: 'seconds an architecture',
        labelArrow: 'none',
        labelAnchor: 'center',
        ticks: 5,
        tickFormat: '~g',
      }),
      axisY({ label, labelArrow: 'none', labelAnchor: 'center' }),
      line(front, { x: 'seconds', y: 'value', stroke: GUIDE, curve: 'step-after', strokeDasharray: '3 2' }),
      ruleX(
        defined.filter(({ low }) => !Number.isNaN(low)),
        { x: 'seconds', y1: 'low', y2: 'high', stroke: SERIES[0], strokeOpacity: 0.5 },
      ),
      dot(defined, { x: 'seconds', y: 'value', fill: SERIES[0], r: 2.6 }),
      ...defined.map((point, index) => {
        const { dx, dy, anchor } = labels[index]!;
        return text([point], {
          x: 'seconds',
          y: 'value',
          text: 'name',
          dx,
          dy,
          textAnchor: anchor,
          fontSize: LABEL_SIZE,
        });
      }),
    ],
  });
}
