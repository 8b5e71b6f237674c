import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tilesFor } from '../../src/engine/wasm/simd.ts';

const cuts = fc
  .record({
    wide: fc.boolean(),
    vectors: fc.integer({ min: 1, max: 4 }),
    extent: fc.integer({ min: 1, max: 300 }),
  })
  .map((cut) => ({ ...cut, tiles: tilesFor({ fused: true, wide: cut.wide }, cut.vectors, cut.extent) }));

describe('tiles', () => {
  it('cover an extent exactly, the largest first', () => {
    fc.assert(
      fc.property(cuts, ({ tiles, extent }) => {
        expect(tiles.reduce((total, { size, count }) => total + size * count, 0)).toBe(extent);
        const sizes = tiles.map(({ size }) => size);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
    );
  });

  it('keep their sums, an operand for each vector and a value in sixteen registers', () => {
    fc.assert(
      fc.property(cuts, ({ tiles, wide, vectors }) => {
        const vectorsInOne = wide && vectors % 2 === 0 ? 2 : 1;
        for (const { size } of tiles) expect(((size + 1) * vectors) / vectorsInOne + 1).toBeLessThan(16);
      }),
    );
  });

  it.each([
    [8, [{ size: 4, count: 2 }]],
    [
      16,
      [
        { size: 6, count: 2 },
        { size: 4, count: 1 },
      ],
    ],
    [
      32,
      [
        { size: 6, count: 4 },
        { size: 4, count: 2 },
      ],
    ],
    [
      64,
      [
        { size: 6, count: 10 },
        { size: 4, count: 1 },
      ],
    ],
    [
      7,
      [
        { size: 6, count: 1 },
        { size: 1, count: 1 },
      ],
    ],
  ])('leave nothing single of %i where they need not', (extent, expected) => {
    expect(tilesFor({ fused: true, wide: true }, 4, extent)).toEqual(expected);
  });
});
