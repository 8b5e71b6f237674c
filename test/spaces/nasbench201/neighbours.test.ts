import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import { EXAMPLE, format, OPS, parse } from '../../../src/spaces/nasbench201/notation.ts';
import { cells } from './arbitrary.ts';

const { neighbours } = nasbench201;

function differences(a: string, b: string): number {
  const other = parse(b).ops;
  return parse(a).ops.filter((op, edge) => op !== other[edge]).length;
}

describe('neighbours', () => {
  it('are the 24 other architectures with exactly one edge changed', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const found = neighbours(format(cell));
        expect(new Set(found).size).toBe(24);
        expect(found.every((arch) => differences(arch, format(cell)) === 1)).toBe(true);
      }),
    );
  });

  it('are mutual: b is one of a exactly when a is one of b', () => {
    const near = fc
      .tuple(cells, fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...OPS)), { maxLength: 2 }))
      .map(([cell, edits]) => [
        format(cell),
        format(edits.reduce((edited, [edge, op]) => ({ ops: edited.ops.with(edge, op) }), cell)),
      ]);
    fc.assert(
      fc.property(near, ([a, b]) => {
        expect(neighbours(a!).includes(b!)).toBe(differences(a!, b!) === 1);
        expect(neighbours(b!).includes(a!)).toBe(neighbours(a!).includes(b!));
      }),
    );
  });

  it('come in a fixed order: edge by edge, operations in official order', () => {
    const tail = '+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|';
    const found = neighbours(EXAMPLE);
    expect(found.slice(0, 4)).toEqual(
      ['none', 'skip_connect', 'nor_conv_1x1', 'avg_pool_3x3'].map((op) => `|${op}~0|${tail}`),
    );
    expect(found.at(-1)).toBe(EXAMPLE.replace('skip_connect~2', 'avg_pool_3x3~2'));
  });
});
