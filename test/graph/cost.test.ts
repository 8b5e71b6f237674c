import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flopsOf, macsOf } from '../../src/graph/cost.ts';
import type { Node, OpName } from '../../src/graph/op.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { OP_CASES } from './op-cases.ts';
import { build } from './recipe.ts';

/** Multiply-accumulates of a convolution, counted tap by tap; padding counts, as everywhere. */
function countTaps([batch, rows, columns, outs]: readonly number[], weight: readonly number[]): number {
  let count = 0;
  for (let n = 0; n < batch!; n += 1)
    for (let pixel = 0; pixel < rows! * columns!; pixel += 1)
      for (let out = 0; out < outs!; out += 1)
        for (let tap = 0; tap < weight[0]! * weight[1]!; tap += 1)
          for (let i = 0; i < weight[2]!; i += 1) count += 1;
  return count;
}

function countMatmul({ shape, inputs: [a], attrs }: Node<'matmul'>): number {
  let count = 0;
  for (let row = 0; row < shape.at(-2)!; row += 1)
    for (let column = 0; column < shape.at(-1)!; column += 1)
      for (let k = 0; k < a!.shape.at(attrs.transposeA ? -2 : -1)!; k += 1) count += 1;
  return count * (shape.length > 2 ? shape[0]! : 1);
}

const MACS: { readonly [K in OpName]?: (node: Node<K>) => number } = {
  conv2d: ({ shape, inputs }) => countTaps(shape, inputs[1]!.shape),
  conv2dInputGrad: ({ inputs }) => countTaps(inputs[0]!.shape, inputs[1]!.shape),
  conv2dWeightGrad: ({ shape, inputs }) => countTaps(inputs[1]!.shape, shape),
  matmul: countMatmul,
};

const MOVES: ReadonlySet<OpName> = new Set<OpName>([
  'input',
  'parameter',
  'constant',
  'detach',
  'broadcast',
  'reshape',
  'transpose',
  'slice',
  'pad',
  'concat',
  'stretch',
]);
const POINTWISE: ReadonlySet<OpName> = new Set<OpName>([
  'add',
  'mul',
  'scale',
  'shift',
  'cumsum',
  'exp',
  'log',
  'sqrt',
  'reciprocal',
  'abs',
  'sign',
  'relu',
  'step',
]);

describe.each(OP_CASES)('$op', ({ op, recipe }) => {
  it('costs what counting gives', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const node = build(r).output;
        const count = MACS[op] as ((node: Node) => number) | undefined;
        expect(macsOf(node)).toBe(count?.(node) ?? 0);
        if (count) expect(flopsOf(node)).toBe(2 * macsOf(node));
        if (MOVES.has(op)) expect(flopsOf(node)).toBe(0);
        else if (POINTWISE.has(op)) expect(flopsOf(node)).toBe(sizeOf(node.shape));
        else expect(flopsOf(node)).toBeGreaterThan(0);
      }),
      { numRuns: 10 },
    );
  });
});
