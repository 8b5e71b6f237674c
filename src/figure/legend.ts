import { FONT_SIZE, SERIES } from './style.ts';
import { xmlText } from './svg-text.ts';

const SWATCH = 10;
const GAP = 4;
const LINE = 14;
/** Mean width of a letter in a sans serif face, in parts of its size, on the wide side. */
const LETTER = 0.58;

export interface Legend {
  readonly svg: string;
  readonly height: number;
}

/** Names of series beside swatches of their colours, in the order of `SERIES`, in as many lines as the width asks for. */
export function legendOf(names: readonly string[], width: number): Legend {
  let [x, line] = [0, 0];
  const entries = names.map((name, index) => {
    const length = SWATCH + GAP + name.length * FONT_SIZE * LETTER + 3 * GAP;
    if (x > 0 && x + length > width) [x, line] = [0, line + 1];
    const at = `translate(${Math.round(x)},${line * LINE})`;
    x += length;
    return `<g transform="${at}"><rect width="${SWATCH}" height="${SWATCH}" y="1" fill="${SERIES[index % SERIES.length]}"/><text x="${SWATCH + GAP}" y="10">${xmlText(name)}</text></g>`;
  });
  return {
    svg: `<g text-anchor="start" aria-label="legend">${entries.join('')}</g>`,
    height: (line + 1) * LINE + GAP,
  };
}
