import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type LegendEntry, legendOf } from './legend.ts';
import { COLUMN_WIDTH, SERIES } from './style.ts';
import { svgText } from './svg-text.ts';

/** What a figure shows, in Observable Plot's marks and scales; the looks are the house's. */
export interface FigureSpec
  extends Omit<PlotOptions, 'document' | 'style' | 'className' | 'title' | 'subtitle' | 'caption'> {
  /** What the figure is, for whoever cannot see it. */
  readonly title: string;
  /** Names of series, to stand above the plot; plain ones have the colours of `SERIES` in their order. */
  readonly legend?: readonly (string | LegendEntry)[];
  /** Of the whole figure, where facets would each say theirs. */
  readonly axisLabels?: { readonly x: string; readonly y: string };
}

/**
 * Draws a figure as SVG text, at column width unless told otherwise: the same bytes for the same spec. Categories are
 * coloured by `SERIES`. (Plot's own `legend` options would return HTML.)
 */
export function renderFigure({ title, legend, axisLabels, ...spec }: FigureSpec): string {
  const { document } = parseHTML('<!doctype html><html></html>');
  const width = spec.width ?? COLUMN_WIDTH;
  const plain = spec.color?.range === undefined && spec.color?.scheme === undefined;
  const drawn = plot({
    ...spec,
    width,
    ...(plain ? { color: { range: [...SERIES], ...spec.color } } : {}),
    document,
  });
  return svgText(drawn, title, {
    ...(legend === undefined ? {} : { above: legendOf(legend, width) }),
    ...(axisLabels === undefined ? {} : { axisLabels }),
  });
}
