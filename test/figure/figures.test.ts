import { describe, expect, it } from 'vitest';
import { correlationHeatmap } from '../../src/figure/correlation-heatmap.ts';
import { costPlot } from '../../src/figure/cost-plot.ts';
import { forestPlot } from '../../src/figure/forest-plot.ts';
import { placeLabels } from '../../src/figure/place-labels.ts';
import { rankScatter } from '../../src/figure/rank-scatter.ts';
import { textWidth } from '../../src/figure/style.ts';
import { topCurves } from '../../src/figure/top-curves.ts';

const count = (svg: string, what: string | RegExp) => svg.split(what).length - 1;
const labels = { xLabel: 'score', yLabel: 'truth' };
const spread = (n: number) => Array.from({ length: n }, (_, i) => (100 * (i + 0.5)) / n);

describe('the rank scatter', () => {
  it('draws few points as dots and many as cells, each where it stands', () => {
    const few = rankScatter({ ...labels, panels: [{ title: 'p', x: [0, 100], y: [0, 100] }] });
    const [low, high] = [...few.matchAll(/cy="([\d.]+)" cx="([\d.]+)"/g)].map(([, y, x]) => [
      Number(x),
      Number(y),
    ]);
    expect(low![0]).toBeLessThan(high![0]!);
    expect(low![1]).toBeGreaterThan(high![1]!);
    const diagonal = rankScatter({ ...labels, panels: [{ title: 'p', x: spread(5000), y: spread(5000) }] });
    expect(count(diagonal, '<circle')).toBe(0);
    // 25 cells along the diagonal hold all points, besides the paper and the frame.
    expect(count(diagonal, '<rect')).toBe(27);
  });

  it('has a panel a pair, with one label an axis', () => {
    const panels = ['a', 'b', 'c'].map((title) => ({ title, x: spread(9), y: spread(9) }));
    const svg = rankScatter({ ...labels, panels });
    for (const { title } of panels) expect(svg).toContain(`>${title}</text>`);
    expect(count(svg, '>score</text>')).toBe(1);
    expect(count(svg, '<circle')).toBe(27);
  });
});

it('the heatmap writes percents in cells that are large enough, and none for what is undefined', () => {
  const spec = {
    title: 't',
    names: ['a', 'b'],
    values: [
      [1, -0.254],
      [-0.254, Number.NaN],
    ],
  };
  const svg = correlationHeatmap(spec);
  expect(count(svg, '>−25</text>')).toBe(2);
  expect(count(svg, '>100</text>')).toBe(1);
  expect(svg).toContain('#dddddd');
  const many = Array.from({ length: 40 }, (_, i) => `p${i}`);
  expect(
    correlationHeatmap({ title: 't', names: many, values: many.map(() => many.map(() => 1)) }),
  ).not.toContain('>100<');
});

it('the forest plot has a point and an interval for each estimate that there is', () => {
  const point = { row: 'p', series: 'c10', value: 0.5, low: 0.4, high: 0.6 };
  const svg = forestPlot({
    title: 't',
    label: 'rho',
    points: [
      point,
      { ...point, series: 'c100', low: Number.NaN, high: Number.NaN },
      { ...point, row: 'q', value: Number.NaN },
    ],
  });
  expect(svg).toContain('aria-label="legend"');
  expect(count(/aria-label="dot".*?<\/g>/.exec(svg)![0], '<path')).toBe(2);
  expect(svg).toContain('>q</text>');
});

it('labels neither hide each other nor points, and stay in the frame', () => {
  const points = Array.from({ length: 12 }, (_, i) => ({
    text: `proxy_${i}`,
    x: 200 + (i % 3) * 4,
    y: 100 + 5 * i,
  }));
  const placed = placeLabels(points, 9, { left: 0, right: 336 });
  const boxes = placed.map(({ text, x, y, dx, dy, anchor }) => {
    const left = x + dx - (anchor === 'end' ? textWidth(text, 9) : 0);
    return { left, right: left + textWidth(text, 9), top: y + dy - 4.5, bottom: y + dy + 4.5 };
  });
  for (const [i, a] of boxes.entries()) {
    expect(a.left).toBeGreaterThanOrEqual(0);
    expect(a.right).toBeLessThanOrEqual(336);
    for (const b of boxes.slice(i + 1)) {
      expect(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom).toBe(true);
    }
  }
});

it('the cost plot draws its line through what no other proxy beats in both', () => {
  const of = (name: string, seconds: number, value: number) => ({
    name,
    seconds,
    value,
    low: Number.NaN,
    high: Number.NaN,
  });
  const svg = costPlot({
    title: 't',
    label: 'rho',
    points: [of('dear', 2, 0.5), of('cheap', 0.01, 0.6), of('best', 1, 0.8)],
  });
  const line = /aria-label="line"[^>]*><path d="([^"]+)"/.exec(svg)![1]!;
  // From cheap across to best and up: a step, which passes by what is dear and worse.
  expect(line.match(/[LM]/g)).toHaveLength(3);
});

it('top curves have a line each, and one for chance', () => {
  const points = [
    [1, 4],
    [10, 1],
    [100, 0],
  ] as const;
  const names = Array.from({ length: 10 }, (_, i) => `p${i}`);
  const svg = topCurves({
    title: 't',
    label: 'regret',
    curves: names.map((name) => ({ name, points })),
    chance: { name: 'chance', points },
  });
  expect(count(svg, 'aria-label="line"')).toBe(11);
  for (const name of names) expect(svg).toContain(`>${name}</text>`);
});
