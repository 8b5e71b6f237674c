import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitEncoder } from '../../estimators/predictors/encoder.ts';
import { decisionsOf } from '../../estimators/predictors/encodings/adjacency.ts';
import { partsOf } from '../../estimators/predictors/encodings/index.ts';
import { pathsOf } from '../../estimators/predictors/encodings/path.ts';
import { columnOf, rowOf } from '../../estimators/predictors/matrix.ts';
import {
  fitNormalScores,
  fromNormalScore,
  toNormalScore,
} from '../../estimators/predictors/scaling/normal-scores.ts';
import { InputError } from '../../src/input-error.ts';
import type { CellGraph } from '../../src/spaces/cell.ts';
import { nasbench201Cell } from '../../src/spaces/nasbench201/cell.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import { KIND, madeUp } from './samples.ts';

const { operations } = nasbench201Cell;
const conv = (operation: number): boolean => operations[operation]?.isConvolution ?? false;

/** Every path from input to output over nodes that carry, as lists of nodes, by walking. */
function walks(cell: CellGraph, node = 0): number[][] {
  if (node === cell.operations.length - 1) return [[]];
  return cell.edges
    .filter(([source, target]) => source === node && operations[cell.operations[target]!]?.carries !== false)
    .flatMap(([, target]) => walks(cell, target).map((rest) => [target, ...rest]));
}

const arch = fc.integer({ min: 0, max: nasbench201.size - 1 }).map((index) => nasbench201.at(index));
const encodeOne = (union: string, text: string) => {
  const cell = nasbench201Cell.graph([text]);
  const sample = { cell, scores: [1, 2, 3], curve: [1, 2] };
  const encoded = fitEncoder(union, KIND, [sample]).encode([sample]);
  const row = rowOf(encoded.features, 0);
  return { cell, value: (name: string) => row[encoded.names.indexOf(name)] };
};

describe('against walking all paths', () => {
  it('graph features', () => {
    fc.assert(
      fc.property(arch, (text) => {
        const { cell, value } = encodeOne('graph', text);
        const paths = walks(cell).map((nodes) => nodes.slice(0, -1).map((node) => cell.operations[node]!));
        const longest = (lengths: number[]): number => Math.max(-1, ...lengths);
        const convolutions = paths.map((path) => path.filter(conv).length);
        expect(value('depth')).toBe(longest(paths.map((path) => path.length)));
        expect(value('longest convolution path')).toBe(longest(convolutions));
        expect(value('least convolution path')).toBe(paths.length === 0 ? -1 : Math.min(...convolutions));
        expect(value('paths')).toBe(paths.length);
        const skips = paths.filter((path) =>
          path.every((operation) => operations[operation]!.name === 'skip_connect'),
        );
        expect(value('longest path of skip_connect')).toBe(longest(skips.map((path) => path.length)));
        const live = new Set(walks(cell).flat());
        const vain = cell.operations.filter((op, node) => op > 0 && !live.has(node)).length;
        expect(value('unreachable operations')).toBe(vain);
      }),
    );
  });

  it('paths', () => {
    fc.assert(
      fc.property(arch, (text) => {
        const cell = nasbench201Cell.graph([text]);
        const expected = walks(cell).map((nodes) =>
          nodes
            .slice(0, -1)
            .map((node) => operations[cell.operations[node]!]!.name)
            .join('>'),
        );
        expect([...pathsOf(cell, nasbench201Cell)].sort()).toEqual([...new Set(expected)].sort());
      }),
    );
  });
});

it('decisions differ in one place for neighbours', () => {
  fc.assert(
    fc.property(arch, fc.nat(23), (text, which) => {
      const [a, b] = [text, nasbench201.neighbours(text)[which]!].map((other) =>
        decisionsOf(nasbench201Cell.graph([other]), nasbench201Cell),
      );
      expect(a!.filter((value, i) => value !== b![i]).length).toBe(1);
    }),
  );
});

it('a union has the columns of its parts, whatever the order it is written in', () => {
  const { samples } = madeUp(30);
  const union = fitEncoder('scores+graph+curve', KIND, samples).encode(samples);
  const parts = ['graph', 'scores', 'curve'].map((part) => fitEncoder(part, KIND, samples).encode(samples));
  expect(union.names).toEqual(parts.flatMap(({ names }) => names));
  let at = 0;
  for (const { features } of parts) {
    for (let column = 0; column < features.columns; column += 1) {
      expect(columnOf(union.features, at)).toEqual(columnOf(features, column));
      at += 1;
    }
  }
});

it('a score that is missing becomes the median of the training ones', () => {
  const { samples } = madeUp(9);
  const known = samples.map(({ scores }) => scores[0]!).sort((a, b) => a - b);
  const encoder = fitEncoder('scores', KIND, samples);
  const { features } = encoder.encode([
    { ...samples[0]!, scores: [Number.NaN, 1, Number.POSITIVE_INFINITY] },
  ]);
  expect(features.values[0]).toBe(known[4]);
  expect(features.values[2]).toBe(samples.map(({ scores }) => scores[2]!).sort((a, b) => a - b)[4]);
});

it.each(['adjacent', 'graph+graph', '', 'graph+'])('refuses the encoding %j', (union) => {
  expect(() => partsOf(union)).toThrow(InputError);
});

describe('normal scores', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });

  it('keep the order, and come back', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -2e6, max: 2e6, noNaN: true }), (column, other) => {
        const scale = fitNormalScores(column);
        const all = [...new Set([...column, other])].sort((a, b) => a - b);
        const scores = all.map((value) => toNormalScore(scale, value));
        for (let i = 1; i < scores.length; i += 1)
          expect(scores[i]!).toBeGreaterThanOrEqual(scores[i - 1]! - 1e-12);
        for (const value of column) {
          expect(fromNormalScore(scale, toNormalScore(scale, value))).toBeCloseTo(value, 5);
        }
      }),
    );
  });

  it('are the quantiles of (rank - 1/2) / n', () => {
    // scipy.stats.norm.ppf([.125, .375, .625, .875]), and of .75 for the tie of ranks 3 and 4.
    const scale = fitNormalScores([10, 30, 20, 1000]);
    const expected = [-1.1503493803760079, -0.3186393639643752, 0.3186393639643752, 1.1503493803760079];
    [10, 20, 30, 1000].forEach((value, i) =>
      expect(toNormalScore(scale, value)).toBeCloseTo(expected[i]!, 12),
    );
    expect(toNormalScore(fitNormalScores([1, 2, 3, 3]), 3)).toBeCloseTo(0.6744897501960817, 12);
  });
});
