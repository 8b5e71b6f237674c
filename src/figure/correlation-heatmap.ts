import { cell, text } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { COLUMN_WIDTH, DIVERGING, FONT_SIZE, INK, PAPER, textWidth } from './style.ts';

export interface HeatmapSpec {
  readonly title: string;
  readonly names: readonly string[];
  /** Square, symmetric; NaN where undefined. */
  readonly values: readonly (readonly number[])[];
  readonly width?: number;
}

/** Correlations of every two columns as coloured cells with their percents, the order as given. */
export function correlationHeatmap({ title, names, values, width = COLUMN_WIDTH }: HeatmapSpec): string {
  const margin = 10 + Math.max(...names.map((name) => textWidth(name)));
  const size = (width - margin - 4) / names.length;
  const cells = names.flatMap((row, i) => names.map((column, j) => ({ row, column, value: values[i]![j]! })));
  // Text must fit its cell: below some 18 px the colour alone speaks.
  const written = size >= 18 ? cells.filter(({ value }) => !Number.isNaN(value)) : [];
  return renderFigure({
    title,
    width,
    height: size * names.length + margin + 4,
    marginLeft: margin,
    marginTop: 2,
    marginRight: 2,
    marginBottom: margin,
    padding: 0.04,
    x: { domain: [...names], label: null, tickRotate: -60, tickSize: 0 },
    y: { domain: [...names], label: null, tickSize: 0 },
    color: { scheme: DIVERGING, domain: [-1, 1], pivot: 0, type: 'diverging', unknown: '#dddddd' },
    marks: [
      cell(cells, { x: 'column', y: 'row', fill: 'value' }),
      text(written, {
        x: 'column',
        y: 'row',
        text: ({ value }: (typeof cells)[number]) =>
          (100 * value).toFixed(0).replace('-', '−').replace(/^−0$/, '0'),
        fill: ({ value }: (typeof cells)[number]) => (Math.abs(value) > 0.65 ? PAPER : INK),
        fontSize: Math.min(FONT_SIZE, size * 0.42),
      }),
    ],
  });
}
