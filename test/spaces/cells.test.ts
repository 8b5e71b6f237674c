import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { CELL_VIEWS } from '../../src/spaces/cells.ts';
import { dartsCell } from '../../src/spaces/darts/cell.ts';
import { SPACES } from '../../src/spaces/index.ts';
import { nasbench101Cell } from '../../src/spaces/nasbench101/cell.ts';
import { nasbench201Cell } from '../../src/spaces/nasbench201/cell.ts';
import { EDGES, format, OPS } from '../../src/spaces/nasbench201/notation.ts';
import { natsSssCell } from '../../src/spaces/nats-sss/cell.ts';
import { cells } from './nasbench201/arbitrary.ts';

describe('nasbench201', () => {
  it('feeds an operation what flows into its source, whatever the cell', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const { operations, edges } = nasbench201Cell.graph([format(cell)]);
        const expected: string[] = [];
        EDGES.forEach((edge, at) => {
          EDGES.forEach((other, from) => {
            if (other.target === edge.source) expected.push(`${from + 1}-${at + 1}`);
          });
          if (edge.source === 0) expected.push(`0-${at + 1}`);
          if (edge.target === 3) expected.push(`${at + 1}-7`);
        });
        expect(edges.map((edge) => edge.join('-')).sort()).toEqual(expected.sort());
        const names = operations.slice(1, -1).map((operation) => OPS[operation]);
        expect(names).toEqual(cell.ops);
      }),
    );
  });
});

describe('nasbench101', () => {
  const matrix = '["0110","0001","0001","0000"]';
  const ops = '["input","conv3x3-bn-relu","maxpool3x3","output"]';

  it('reads matrix and operations', () => {
    expect(nasbench101Cell.graph([matrix, ops])).toEqual({
      operations: [-1, 0, 2, -1],
      edges: [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
    });
  });

  it.each([
    ['no JSON', 'x', ops],
    ['another size', '["01","00"]', ops],
    ['a cycle', '["0110","0001","0101","0000"]', ops],
    ['an edge back', '["0110","1001","0001","0000"]', ops],
    ['a digit', '["0210","0001","0001","0000"]', ops],
    ['an unknown operation', matrix, '["input","conv7x7","maxpool3x3","output"]'],
    ['no output', matrix, '["input","maxpool3x3","maxpool3x3","maxpool3x3"]'],
    [
      'ten edges',
      '["01111","00111","00011","00001","00000"]',
      '["input","maxpool3x3","maxpool3x3","maxpool3x3","output"]',
    ],
  ])('refuses %s', (_, rows, names) => {
    expect(() => nasbench101Cell.graph([rows, names])).toThrow(InputError);
  });
});

describe('nats-sss', () => {
  it('is a chain of widths', () => {
    expect(natsSssCell.graph(['8:16:64:24:8'])).toEqual({
      operations: [-1, 0, 1, 7, 2, 0, -1],
      edges: [0, 1, 2, 3, 4, 5].map((node) => [node, node + 1]),
    });
  });
  it.each(['8:16:64:24', '8:16:64:24:9', '', '8:16:64:24:8:8'])('refuses %j', (channels) => {
    expect(() => natsSssCell.graph([channels])).toThrow(InputError);
  });
});

describe('darts', () => {
  it('has both cells, an operation fed by those of the state that it reads', () => {
    const space = SPACES.find(({ id }) => id === 'darts')!;
    const { operations, edges } = dartsCell.graph([space.notation.split('for example ').at(-1)!]);
    expect(operations).toHaveLength(22);
    const names = operations.map((operation) => dartsCell.operations[operation]?.name);
    expect(names.slice(1, 5)).toEqual(['last_but_one', 'last', 'sep_conv_3x3', 'sep_conv_3x3']);
    // The last edge of the normal cell, ('dil_conv_3x3', 2), reads node 2, the sum of the first two operations.
    expect(names[10]).toBe('dil_conv_3x3');
    expect(edges.filter(([, target]) => target === 10)).toEqual([
      [3, 10],
      [4, 10],
    ]);
    expect(edges.filter(([, target]) => target === 21)).toHaveLength(16);
  });
});

describe.each(SPACES)('$id as a graph', (space) => {
  const view = CELL_VIEWS.find(({ id, columns }) => id === space.id && columns.join() === 'arch')!;

  it('leads upwards from the input to the output, and tells architectures from each other', () => {
    const archs = space.sample(200, 5);
    const graphs = archs.map((arch) => view.graph([arch]));
    expect(new Set(graphs.map((graph) => JSON.stringify(graph))).size).toBe(200);
    for (const { operations, edges } of graphs) {
      const last = operations.length - 1;
      expect(operations.length).toBeLessThanOrEqual(view.mostNodes);
      expect([operations[0], operations[last]]).toEqual([-1, -1]);
      for (const operation of operations.slice(1, -1)) expect(view.operations[operation]).toBeDefined();
      expect(edges.every(([source, target]) => source < target && target <= last)).toBe(true);
      const order = edges.toSorted(([a, b], [c, d]) => b - d || a - c);
      expect(edges).toEqual(order);
    }
  });
});
