import { axisX, axisY, dot, frame, rect, text } from '@observablehq/plot';
import { renderFigure } from './figure.ts';
import { COLUMN_WIDTH, SEQUENTIAL, SERIES } from './style.ts';

/** One proxy against one target: where each architecture stands, in percent of all, 100 the highest value. */
export interface ScatterPanel {
  readonly title: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface ScatterSpec {
  readonly panels: readonly ScatterPanel[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly width?: number;
}

/** Above so many points in a panel dots only hide each other, and the shares of cells are drawn instead. */
const MOST_DOTS = 1500;
const PANEL_WIDTH = 110;
const CELLS = 25;

/** Rank of the score against rank of the truth, a panel a pair: dots where they are few, the density of cells where they are many. */
export function rankScatter({ panels, xLabel, yLabel, width = COLUMN_WIDTH }: ScatterSpec): string {
  const across = Math.min(panels.length, Math.max(1, Math.floor((width - 40) / PANEL_WIDTH)));
  const down = Math.ceil(panels.length / across);
  const side = (width - 50) / across;
  const placed = panels.map((panel, index) => ({
    panel,
    fx: index % across,
    fy: Math.floor(index / across),
  }));
  const dots = placed.flatMap(({ panel, fx, fy }) =>
    panel.x.length > MOST_DOTS ? [] : Array.from(panel.x, (x, i) => ({ x, y: panel.y[i]!, fx, fy })),
  );
  const cells = placed.flatMap(({ panel, fx, fy }) =>
    panel.x.length > MOST_DOTS ? cellsOf(panel).map((cell) => ({ ...cell, fx, fy })) : [],
  );
  const facet = { fx: 'fx', fy: 'fy' };
  return renderFigure({
    title: `${yLabel} against ${xLabel}: ${panels.map(({ title }) => title).join('; ')}`,
    width,
    height: down * side + 45,
    marginTop: 18,
    marginBottom: 32,
    marginLeft: 40,
    marginRight: 10,
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.2 },
    x: { domain: [0, 100], nice: false },
    y: { domain: [0, 100], nice: false },
    color: { scheme: SEQUENTIAL, type: 'sqrt' },
    axisLabels: { x: xLabel, y: yLabel },
    marks: [
      rect(cells, { ...facet, x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'count' }),
      dot(dots, { ...facet, x: 'x', y: 'y', r: 1, fill: SERIES[0], fillOpacity: 0.55 }),
      frame(),
      axisX({ anchor: 'bottom', ticks: [0, 50, 100], label: null }),
      axisY({ anchor: 'left', ticks: [0, 50, 100], label: null }),
      text(placed, {
        ...facet,
        text: ({ panel }: (typeof placed)[number]) => panel.title,
        frameAnchor: 'top-left',
        dy: -12,
        fill: 'currentColor',
      }),
    ],
  });
}

/** How many points fall in each cell of the panel; empty cells are left to the paper. */
function cellsOf({ x, y }: ScatterPanel) {
  const counts = new Int32Array(CELLS * CELLS);
  const cell = (value: number) => Math.min(CELLS - 1, Math.floor((value / 100) * CELLS));
  for (let i = 0; i < x.length; i += 1) counts[cell(y[i]!) * CELLS + cell(x[i]!)]! += 1;
  const size = 100 / CELLS;
  return Array.from(counts, (count, index) => {
    const [x1, y1] = [(index % CELLS) * size, Math.floor(index / CELLS) * size];
    return { x1, x2: x1 + size, y1, y2: y1 + size, count };
  }).filter(({ count }) => count > 0);
}
