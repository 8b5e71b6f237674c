import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flops, macs, params } from '../../../proxies/counts.ts';
import { depthOf } from '../../../src/graph/depth.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { NetworkBuilder } from '../../../src/graph/network.ts';
import { TRAINING } from '../../../src/graph/network-mode.ts';
import { closedForms } from '../../../src/spaces/nasbench201/closed-forms.ts';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import { format } from '../../../src/spaces/nasbench201/notation.ts';
import type { Skeleton } from '../../../src/spaces/space.ts';
import { cells } from './arbitrary.ts';

const skeletons: fc.Arbitrary<Skeleton> = fc.record({
  channels: fc.integer({ min: 1, max: 20 }),
  cells: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 1, max: 8 }).map((quarter) => 4 * quarter),
  classes: fc.integer({ min: 1, max: 120 }),
});

/** All paths from input to output, as the places of their edges in the official string. */
const PATHS = [[3], [0, 4], [1, 5], [0, 2, 5]];

describe('closed forms', () => {
  it('are what the graph of the network says', () => {
    fc.assert(
      fc.property(cells, skeletons, (cell, skeleton) => {
        const { size } = skeleton;
        const images = new Graph().input('images', [1, size, size, 3]);
        const network = nasbench201.build(format(cell), skeleton, new NetworkBuilder(images, TRAINING));
        const open = PATHS.filter((path) => path.every((edge) => cell.ops[edge] !== 'none'));
        expect(closedForms.prepare(skeleton)(format(cell))).toEqual({
          params: params.count(network),
          macs: macs.count(network),
          flops: flops.count(network),
          depth: depthOf(network),
          longest_path: Math.max(0, ...open.map((path) => path.length)),
        });
      }),
      { numRuns: 60 },
    );
  });

  it('know the ends of the space', () => {
    const count = closedForms.prepare(nasbench201.defaults);
    const all = (op: string) => count(`|${op}~0|+|${op}~0|${op}~1|+|${op}~0|${op}~1|${op}~2|`);
    // Stem, 15 cells of three convolutions in a row, two blocks of two, classifier.
    expect(all('nor_conv_3x3')).toMatchObject({ params: 1_531_546, depth: 51, longest_path: 3 });
    expect(all('skip_connect')).toMatchObject({ params: 73_306, depth: 6, longest_path: 3 });
    expect(all('none')).toMatchObject({ params: 73_306, depth: 0, longest_path: 0 });
  });
});
