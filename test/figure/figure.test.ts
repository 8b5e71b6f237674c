import { density, dot, line } from '@observablehq/plot';
import { describe, expect, it } from 'vitest';
import { type FigureSpec, renderFigure } from '../../src/figure/figure.ts';
import { COLUMN_WIDTH, SERIES } from '../../src/figure/style.ts';

const points = Array.from({ length: 60 }, (_, i) => ({
  x: Math.sin(i),
  y: Math.cos(3 * i),
  series: i % 2 ? 'odd' : 'even',
}));
const spec: FigureSpec = {
  title: 'Points',
  height: 200,
  legend: ['even', 'odd'],
  marks: [
    dot(points, { x: 'x', y: 'y', stroke: 'series', clip: true }),
    density(points, { x: 'x', y: 'y', clip: true }),
  ],
};

describe('a figure', () => {
  it('is the same bytes each time, although Plot counts its ids', () => {
    const first = renderFigure(spec);
    expect(renderFigure({ ...spec, marks: [...spec.marks!] })).toBe(first);
    expect(first).toContain('clip-path="url(#shape-1)"');
    expect(first).toContain('<clipPath id="shape-1">');
  });

  it('is an SVG file of column width in the house colours, without style sheets, scripts or long decimals', () => {
    const svg = renderFigure(spec);
    expect(svg).toMatch(
      new RegExp(
        `^<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COLUMN_WIDTH} 218" width="${COLUMN_WIDTH}"`,
      ),
    );
    expect(svg).toContain('<title>Points</title>');
    for (const colour of SERIES.slice(0, 2)) expect(svg.split(colour).length).toBeGreaterThan(30);
    expect(svg).not.toMatch(/<style|<script|class="plot|\d\.\d{3}/);
  });

  it('escapes all text, and shows nothing that would steer a reader', () => {
    const nasty = '"><script>alert(1)</script>&\u202e\x1b';
    const svg = renderFigure({
      title: nasty,
      legend: [nasty],
      x: { label: nasty },
      marks: [
        line(points, { x: 'x', y: 'y' }),
        dot([{ x: nasty, y: 1 }], { x: (p) => p.x.length, y: 'y', title: 'x', ariaLabel: nasty }),
      ],
    });
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;\ufffd\ufffd');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(svg).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    // Every ampersand begins an entity, and every quote within a tag ends an attribute.
    expect(svg.replace(/&(amp|lt|gt|quot);/g, '')).not.toContain('&');
  });
});
