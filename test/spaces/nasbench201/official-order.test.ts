import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import { cellOf, codeOf, SIZE } from '../../../src/spaces/nasbench201/official-order.ts';
import { cells } from './arbitrary.ts';
import { hasPublished, publishedRows } from './published.ts';

const all = () => Array.from({ length: SIZE }, (_, index) => nasbench201.at(index));

describe('official order', () => {
  // Rows and checksum (of all, joined by line feeds) are those of the published table.
  it.each([
    [0, '|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|'],
    [1, '|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|'],
    [1462, '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|'],
    [1651, '|none~0|+|none~0|none~1|+|none~0|none~1|none~2|'],
    [6111, '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|'],
    [15624, '|nor_conv_1x1~0|+|none~0|nor_conv_1x1~1|+|none~0|nor_conv_1x1~1|nor_conv_1x1~2|'],
  ])('has at %i the published architecture', (index, arch) => {
    expect(nasbench201.at(index)).toBe(arch);
    expect(nasbench201.indexOf(arch)).toBe(index);
  });

  it('has the published checksum', () => {
    expect(createHash('sha256').update(all().join('\n')).digest('hex')).toBe(
      '83abc799e45cf34e9d2163654668ab998b9a54d01c39e72ca1f71f2cdf356d84',
    );
  });

  it('has every architecture once, and indexOf is its inverse', () => {
    expect(SIZE).toBe(15_625);
    expect(new Set(all()).size).toBe(SIZE);
    expect(all().map(nasbench201.indexOf)).toEqual(Array.from({ length: SIZE }, (_, index) => index));
  });

  it('has codes that are the inverse of cells', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        expect(cellOf(codeOf(cell))).toEqual(cell);
      }),
    );
  });

  it.each([-1, SIZE, 0.5, Number.NaN])('has nothing at %d', (index) => {
    expect(() => nasbench201.at(index)).toThrow(
      /no architecture at index .*; give a whole number from 0 to 15624/,
    );
  });

  it.skipIf(!hasPublished)('is that of the published table, row by row', () => {
    const rows = publishedRows('nb201_all.csv.gz');
    expect(rows).toHaveLength(SIZE);
    expect(rows.filter((row) => nasbench201.at(Number(row.index)) !== row.arch)).toEqual([]);
  });
});
