import { SERIES, textWidth } from './style.ts';
import { xmlText } from './svg-text.ts';

const SWATCH = 10;
const GAP = 4;
const LINE = 14;

/** A name of a series: with a patch of its colour, or a piece of its line where it has a dash. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly dash?: string;
}

export interface Legend {
  readonly svg: string;
  readonly height: number;
}

/** Names of series beside their colours, those of `SERIES` in order for plain names, in as many lines as the width asks for. */
export function legendOf(series: readonly (string | LegendEntry)[], width: number): Legend {
  let [x, line] = [0, 0];
  const entries = series.map((one, index) => {
    const entry = typeof one === 'string' ? { name: one, colour: SERIES[index % SERIES.length]! } : one;
    const swatch = swatchOf(entry);
    const length = swatch.width + GAP + textWidth(entry.name) + 3 * GAP;
    if (x > 0 && x + length - 2 * GAP > width) [x, line] = [0, line + 1];
    const at = `translate(${Math.round(x) + GAP},${line * LINE})`;
    x += length;
    return `<g transform="${at}">${swatch.svg}<text x="${swatch.width + GAP}" y="10">${xmlText(entry.name)}</text></g>`;
  });
  return {
    svg: `<g text-anchor="start" aria-label="legend">${entries.join('')}</g>`,
    height: (line + 1) * LINE + GAP,
  };
}

function swatchOf({ colour, dash }: LegendEntry): { readonly svg: string; readonly width: number } {
  const fill = xmlText(colour);
  if (dash === undefined) {
    return { svg: `<rect width="${SWATCH}" height="${SWATCH}" y="1" fill="${fill}"/>`, width: SWATCH };
  }
  const width = 2 * SWATCH;
  return {
    svg: `<path d="M0,6H${width}" stroke="${fill}" stroke-width="2" stroke-dasharray="${xmlText(dash)}"/>`,
    width,
  };
}
