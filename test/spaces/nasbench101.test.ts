import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellGraph } from '../../src/spaces/cell.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { vertexChannels } from '../../src/spaces/nasbench101/channels.ts';
import { canonicalCode, classCount, codeAt, moduleOfCode } from '../../src/spaces/nasbench101/classes.ts';
import { moduleHash } from '../../src/spaces/nasbench101/hash.ts';
import { moduleOf } from '../../src/spaces/nasbench101/module.ts';
import { format, parse } from '../../src/spaces/nasbench101/notation.ts';

const modules: fc.Arbitrary<CellGraph> = fc
  .integer({ min: 0, max: 423_623 })
  .map((index) => moduleOfCode(codeAt(index)));

/** The same module with its inner vertices in another order that its edges allow, by these priorities. */
function shuffled({ operations, edges }: CellGraph, priorities: readonly number[]): CellGraph {
  const last = operations.length - 1;
  const order = [0];
  while (order.length < last) {
    const ready = operations
      .map((_, vertex) => vertex)
      .slice(1, -1)
      .filter((vertex) => !order.includes(vertex))
      .filter((vertex) => edges.every(([from, to]) => to !== vertex || order.includes(from)));
    order.push(ready.reduce((a, b) => (priorities[b]! < priorities[a]! ? b : a)));
  }
  order.push(last);
  return moduleOf(
    order.slice(1, -1).map((vertex) => operations[vertex]!),
    edges.map(([from, to]) => [order.indexOf(from), order.indexOf(to)]),
  )!;
}

describe('classes', () => {
  it('are as many as published', () => {
    expect(classCount()).toBe(423_624);
    expect(findSpace('nasbench101').size).toBe(423_624);
  });

  it('hold all that differ in the order of the vertices alone, with the official hash', () => {
    const priorities = fc.array(fc.nat(), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(modules, priorities, (module, order) => {
        const other = shuffled(module, order);
        expect(moduleOfCode(canonicalCode(other))).toEqual(module);
        expect(moduleHash(other)).toBe(moduleHash(module));
      }),
      { numRuns: 300 },
    );
  });

  it('have different hashes', () => {
    const hashes = Array.from({ length: 2000 }, (_, i) => moduleHash(moduleOfCode(codeAt(i))));
    expect(new Set(hashes).size).toBe(2000);
  });

  it('come in the order of the generator: fewer vertices first, then the bits of the edges, then the labels', () => {
    const { at } = findSpace('nasbench101');
    expect([0, 1, 2, 3].map(at)).toEqual([
      'output~0',
      'conv3x3-bn-relu~0|output~1',
      'conv1x1-bn-relu~0|output~1',
      'maxpool3x3~0|output~1',
    ]);
    expect(at(4)).toBe('conv3x3-bn-relu~0|output~0~1');
  });
});

describe('notation', () => {
  const example = 'conv3x3-bn-relu~0|maxpool3x3~0~1|output~1~2';

  it('leaves out vertices on no path from the input to the output', () => {
    expect(
      format(parse('conv3x3-bn-relu~0|conv1x1-bn-relu|maxpool3x3~0~1|conv1x1-bn-relu~3|output~1~3')),
    ).toBe(example);
  });

  it('reads matrix and operations as JSON', () => {
    const matrix = [
      [0, 1, 1, 0],
      [0, 0, 1, 1],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ];
    const ops = ['input', 'conv3x3-bn-relu', 'maxpool3x3', 'output'];
    expect(format(parse(JSON.stringify({ matrix, ops })))).toBe(example);
    expect(format(parse(JSON.stringify({ matrix: matrix.map((row) => row.join('')), ops })))).toBe(example);
  });

  it.each([
    ['', /ends with its one vertex "output"/],
    ['conv3x3-bn-relu~0', /ends with its one vertex "output"/],
    ['conv3x3~0|output~1', /unknown operation "conv3x3"/],
    ['output~0|output~1', /ends with its one vertex "output"/],
    ['conv3x3-bn-relu~1|output~1', /sources below 1/],
    ['conv3x3-bn-relu~0|output~1~0', /in ascending order/],
    ['conv3x3-bn-relu|output~1', /no path from the input to the output/],
    [`${'maxpool3x3~0|'.repeat(6)}output~1`, /more than 7 vertices/],
    [
      'maxpool3x3~0|maxpool3x3~0~1|maxpool3x3~0~1~2|maxpool3x3~0~1~2~3|output~0~1',
      /12 edges, at most 9 are allowed/,
    ],
    ['{"matrix": [[0]]}', /no JSON such as/],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

describe('channels', () => {
  // By hand, from the rule of the paper's model builder.
  it('are shared by those that feed the output, the first ones taking the remainder', () => {
    const module = parse('conv3x3-bn-relu~0|conv1x1-bn-relu~0|maxpool3x3~0|output~1~2~3');
    expect(vertexChannels(module, 16, 16)).toEqual([16, 6, 5, 5, 16]);
  });

  it('are otherwise the most that a target needs', () => {
    const module = parse('conv3x3-bn-relu~0|conv3x3-bn-relu~1|conv1x1-bn-relu~1|maxpool3x3~1|output~2~3~4');
    expect(vertexChannels(module, 8, 16)).toEqual([8, 6, 6, 5, 5, 16]);
  });

  it('do not count the edge from input to output', () => {
    expect(vertexChannels(parse('conv3x3-bn-relu~0|output~0~1'), 8, 16)).toEqual([8, 16, 16]);
  });
});
