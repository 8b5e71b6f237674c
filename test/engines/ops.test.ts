import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import type { AsyncEngine, Engine } from '../../src/engine/engine.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { ballsOf } from '../engine/ball.ts';
import { OP_CASES } from '../graph/op-cases.ts';
import { build, feedOf, normals, valuesOf } from '../graph/recipe.ts';
import { expectWithin } from './expect-within.ts';
import { CANDIDATES } from './present.ts';

for (const { title, isHere, open } of CANDIDATES)
  describe.skipIf(!isHere)(title, () => {
    let engine: Engine | AsyncEngine;
    beforeAll(async () => {
      engine = await open();
    });

    it.each(OP_CASES)(
      '$op and its gradients are the reference within the errors of float32',
      async ({ recipe }) => {
        await fc.assert(
          fc.asyncProperty(recipe, async (r) => {
            const { graph, leaves, output } = build(r);
            const cotangent = graph.input('cotangent', output.shape);
            const gradients = differentiate(sum(mul(output, cotangent)), leaves);
            const nodes = [output, ...leaves.flatMap((leaf) => gradients.get(leaf) ?? [])];
            const feed = feedOf({
              ...valuesOf(r),
              cotangent: normals('cotangent', r.seed, sizeOf(output.shape)),
              leaf: normals('leaf', r.seed, sizeOf(output.shape)),
            });
            await expectWithin(engine, ballsOf(nodes, feed), nodes, feed);
          }),
          { numRuns: 12 },
        );
      },
    );
  });
